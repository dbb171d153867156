import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Disk, spiedDisk } from '../testing/disk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type AppendFile, openAppendFile } from './append-file.ts';

async function emptyFile(durable = true): Promise<AppendFile> {
  const file = await openAppendFile(join(await temporaryFolder(), 'file'), { size: 0, durable });
  onTestFinished(() => file.close());
  return file;
}

describe('openAppendFile', () => {
  it('appends after what it keeps of a file, and cuts off the rest', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'kept, torn');
    const file = await openAppendFile(path, { size: 4, durable: true });
    expect(await readFile(path, 'utf8')).toBe('kept');
    await file.append(Buffer.from(' and new'));
    expect(file.size).toBe(12);
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('kept and new');
  });

  it('reads what it holds and nothing behind that', async () => {
    const file = await emptyFile();
    await file.append(Buffer.from('0123456789'));
    expect((await file.read(2, 3)).toString()).toBe('234');
    expect((await file.read(8, 100)).toString()).toBe('89');
    expect((await file.read(20, 5)).toString()).toBe('');
  });

  it('syncs each append where it is durable', async () => {
    const sync = vi.spyOn(await spiedDisk(), 'datasync');
    const [durable, quick] = [await emptyFile(true), await emptyFile(false)];
    await quick.append(Buffer.from('quick'));
    expect(sync).not.toHaveBeenCalled();
    await durable.append(Buffer.from('durable'));
    expect(sync).toHaveBeenCalledTimes(1);
  });

  it('writes on where the system takes only part of the bytes', async () => {
    const disk = await spiedDisk();
    const file = await emptyFile();
    const { write } = disk;
    vi.spyOn(disk, 'write').mockImplementation(function (this: Disk, bytes, from, length, position) {
      return write.call(this, bytes, from, Math.min(3, length), position);
    });
    await file.append(Buffer.from('0123456789'));
    expect(await readFile(file.path, 'utf8')).toBe('0123456789');
  });

  it('appends nothing when the disk is full, and goes on when there is space again', async () => {
    const disk = await spiedDisk();
    const file = await emptyFile();
    await file.append(Buffer.from('before '));
    const { write } = disk;
    vi.spyOn(disk, 'write')
      .mockImplementationOnce(function (this: Disk, bytes, from, _length, position) {
        return write.call(this, bytes, from, 2, position);
      })
      .mockRejectedValueOnce(new Error('ENOSPC: no space left on device'));
    await expect(file.append(Buffer.from('refused '))).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.stringContaining('ENOSPC'),
    });
    expect(await readFile(file.path, 'utf8')).toBe('before ');
    await file.append(Buffer.from('after'));
    expect(await readFile(file.path, 'utf8')).toBe('before after');
  });

  it('takes nothing more after a sync that failed, whatever a second one would say', async () => {
    const file = await emptyFile();
    vi.spyOn(await spiedDisk(), 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error'));
    const failed = { code: 'TRANSPORT_FAILED', message: expect.stringMatching(/EIO.*Check the disk/) };
    await expect(file.append(Buffer.from('lost'))).rejects.toMatchObject(failed);
    expect(file.size).toBe(0);
    await expect(file.append(Buffer.from('later'))).rejects.toMatchObject(failed);
  });
});
