package scalebook.replication.raid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What a stripe is about to hold, on a device of its own, before any disk is touched: after a loss
 * of power all of it is written again. A torn entry has a wrong checksum, and never began.
 */
public final class Journal implements AutoCloseable {
  private static final int HEAD = Long.BYTES + Long.BYTES + Integer.BYTES;

  private final FileChannel channel;
  private final Power power;

  /** New blocks of one stripe, by column. */
  record Entry(long stripe, Map<Integer, byte[]> blocks) {}

  public Journal(Path file, Power power) throws IOException {
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.power = power;
  }

  void begin(Entry entry) throws IOException {
    int size = entry.blocks().size();
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + size * (Integer.BYTES + Disk.BLOCK));
    bytes.putLong(0).putLong(entry.stripe()).putInt(size);
    entry.blocks().forEach((column, block) -> bytes.putInt(column).put(block));
    bytes.putLong(0, checksum(bytes.array(), bytes.capacity()));
    Disk.write(channel, bytes.array(), 0, power);
    channel.force(false);
  }

  /** All of it is on the disks: the entry is void. */
  void end() throws IOException {
    Disk.write(channel, new byte[HEAD], 0, power);
  }

  /** The stripe whose update may have been interrupted; no block for none. */
  Entry read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    channel.read(bytes, 0);
    bytes.flip();
    Map<Integer, byte[]> blocks = new TreeMap<>();
    if (bytes.remaining() < HEAD) {
      return new Entry(0, blocks);
    }
    long checksum = bytes.getLong();
    long stripe = bytes.getLong();
    int size = bytes.getInt();
    int length = HEAD + size * (Integer.BYTES + Disk.BLOCK);
    if (size > 0 && length <= bytes.capacity() && checksum == checksum(bytes.array(), length)) {
      for (int i = 0; i < size; i++) {
        byte[] block = new byte[Disk.BLOCK];
        int column = bytes.getInt();
        bytes.get(block);
        blocks.put(column, block);
      }
    }
    return new Entry(stripe, blocks);
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, Long.BYTES, length - Long.BYTES);
    return sum.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
