# Home, destinations, plans, search.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

search-label = Where are you going?
search-placeholder = Country or city
search-button = Search
search-title = Search for “{ $asked }”
search-results = Results
search-via = for { $place }
search-nothing = Nothing found for “{ $asked }”
search-nothing-text = Try a country, a city or a country’s two letters, or look through the list.

all-destinations = All destinations

home-title = eSIMs for { $count ->
    [one] one destination
   *[other] { $count } destinations
 }
home-description = Travel data on an eSIM for { $count ->
    [one] one destination
   *[other] { $count } destinations
 }: pay, scan one code, be online. No account needed.
home-hero = Land, switch on,
home-hero-end = be online.
home-lead = Travel data on an eSIM: say where you are going, pay, scan one code. No queue at the counter, no roaming bill.
home-promise-fast = Yours seconds after paying
home-promise-no-account = No account, just an e-mail address
home-promise-own-number = Your own number stays reachable
home-popular = Popular destinations
home-all-destinations = { $count ->
    [one] The only destination
   *[other] All { $count } destinations
 }
home-how = How it works
home-how-choose = Choose a plan
home-how-choose-text = Every plan carries the same label: data, days, networks, papers. You know what you get before you pay.
home-how-pay = Pay and scan
home-how-pay-text = The code is on your screen seconds later, and in your mailbox. Install it at home, over Wi-Fi.
home-how-go = Land and go
home-how-go-text = Switch the eSIM on when you arrive. One page shows what data is left, and until when.
home-pledge = Nobody pays for an eSIM they do not get
home-pledge-figure = { $minutes } min
home-pledge-figure-note = or your money back
home-pledge-text = If we cannot deliver within { $minutes } minutes of your payment, the money goes back by itself. You do not have to ask for it, and the page tells you so.
home-regions = Regions

pass-anywhere = Anywhere
pass-price = Price

tile-from = from { $price }
tile-no-plan = no plan yet
tile-countries = { $count ->
    [one] one country
   *[other] { $count } countries
 }

destinations-title = Destinations
destinations-lead = { $count ->
    [0] Nothing is on sale at the moment.
    [one] One country in which your phone can be online.
   *[other] { $count } countries in which your phone can be online.
 }
destinations-description = eSIM data plans for { $count ->
    [one] one country
   *[other] { $count } countries
 }, with the price of each.
destinations-world = Across the world
destinations-none = Nothing is on sale
destinations-none-text = The catalogue is being renewed. Please come back in a few minutes.

destination-title = eSIM for { $country }
destination-lead = { $count ->
    [one] One plan, at { $price }.
   *[other] { $count } plans, from { $price }.
 }
destination-lead-none = No plan at the moment.
destination-description = eSIM data plans for { $country }: data, days, networks and the price per gigabyte side by side.
destination-plans = Plans
destination-shown = { $count ->
    [one] One plan
   *[other] { $count } plans
 }
destination-nothing-fits = No plan is that large or that long
destination-nothing-fits-text = Ask for less data or fewer days: you can also buy two plans one after the other.
destination-show-all = Show all plans
destination-not-sold = We do not sell a plan here yet
destination-not-sold-text = There is no eSIM for { $country } in our catalogue today. Its neighbours may have one.
destination-see-region = Plans for { $region }

filter-data = Data
filter-days = Valid for
filter-sort = First
filter-any-data = Any
filter-any-days = Any
filter-at-least = { $amount } or more
filter-sort-price = Lowest price
filter-sort-per-gigabyte = Lowest price per GB
filter-sort-data = Most data
filter-sort-days = Longest validity
filter-show = Show

region-title = eSIMs for { $region }
region-lead = { $plans ->
    [0] { $countries ->
        [one] One country.
       *[other] { $countries } countries, each with its own plans.
     }
    [one] { $countries ->
        [one] One country, one plan across borders.
       *[other] { $countries } countries, one plan across borders.
     }
   *[other] { $countries ->
        [one] One country, { $plans } plans across borders.
       *[other] { $countries } countries, { $plans } plans across borders.
     }
 }
region-description = eSIM data plans for { $region }: one plan for several countries, or one for each.
region-plans = One plan, several countries
region-countries = Country by country
region-none = We sell no plan here yet
region-none-text = There is no eSIM for this region in our catalogue today.

plan-data-none = No data
plan-data-unlimited = Unlimited data
plan-daily-cap = Full speed up to { $amount } a day, slower after that.
plan-fair-use = The network may slow it down after heavy use.
plan-days = { $count ->
    [one] 1 day
   *[other] { $count } days
 }
plan-months = { $count ->
    [one] 1 month
   *[other] { $count } months
 }
plan-years = { $count ->
    [one] 1 year
   *[other] { $count } years
 }
plan-no-end = No end date
plan-minutes = { $count ->
    [one] 1 minute of calls
   *[other] { $count } minutes of calls
 }
plan-texts = { $count ->
    [one] 1 text
   *[other] { $count } texts
 }
plan-minutes-and-texts = { $minutes }, { $texts }
plan-coverage-described = See the description
plan-coverage-countries = { $count ->
    [one] 1 country
   *[other] { $count } countries
 }
plan-badge-top-up = Can be topped up
plan-badge-papers = Identity papers
plan-see = See plan
price-per-gigabyte = { $price } / GB

label-title = The label
label-data = Data
label-validity = Valid for
label-starts = Starts
label-starts-text = When the eSIM is first used on a network it covers, unless the network’s own words say otherwise
label-coverage = Works in
label-network = Network
label-calls = Calls and texts
label-calls-none = None: data only
label-hotspot = Hotspot
label-hotspot-yes = Allowed
label-hotspot-no = Not allowed
label-top-up = Top-up
label-top-up-yes = More data on the same eSIM
label-top-up-no = Not possible: buy another eSIM
label-not-stated = Not stated by the network
label-papers = Identity papers
label-papers-none = None asked for
label-papers-needed = To be registered within { $days ->
    [one] 1 day
   *[other] { $days } days
 } of the purchase
label-papers-else = Otherwise the network cuts the line. The link comes with your eSIM.

plan-title = { $data } for { $where }
plan-description = { $name }, { $price }. All facts on one label.
plan-own-words = In the network’s own words
plan-device = Before you buy
plan-device-text = Your phone must take an eSIM and must not be locked to one network. Dial *#06#: if an EID appears, it takes one.
plan-device-link = Check my phone
plan-next = What happens next
plan-next-pay = You pay
plan-next-pay-text = You give an e-mail address and pay by card on our payment provider’s page.
plan-next-install = You install it
plan-next-install-text = The code appears at once: scan it, or tap the link on the phone itself. You need Wi-Fi for it once.
plan-next-arrive = You arrive
plan-next-arrive-text = Switch the eSIM and its data roaming on. Your page shows what is left.
plan-buy-label = Price
plan-buy = Buy this eSIM
plan-buy-fast = Delivered seconds after paying
plan-buy-pledge = Not delivered in { $minutes } minutes: your money back by itself
plan-buy-no-account = No account needed
pause-title = This plan takes a short break
pause-lead = We cannot hand over { $name } at once just now, so it is not sold for the moment. It comes back by itself: please look again in a few minutes.
gone-title = This plan is no longer sold
gone-lead = { $name } has left our catalogue, or is sold out.
gone-others = These work in the same place

plan-few-left = { $count ->
    [one] Only one left
   *[other] Only { $count } left
 }
