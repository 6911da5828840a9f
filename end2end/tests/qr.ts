// QR codes read by zbar, which knows nothing of how this project draws them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of the one QR code in a picture. */
export function decodeQr(picture: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'escale-qr-'));
  try {
    const file = join(folder, 'qr.png');
    writeFileSync(file, picture);
    const output = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], {
      // It complains there that it finds no session bus, which it does not need.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const codes = output.toString('utf8').trim().split('\n');
    if (codes.length !== 1 || codes[0] === undefined) throw new Error(`${codes.length} QR codes in the picture`);
    return codes[0];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Width and height of a PNG in pixels, from its header. */
export function pngSize(picture: Buffer): { width: number; height: number } {
  return { width: picture.readUInt32BE(16), height: picture.readUInt32BE(20) };
}
