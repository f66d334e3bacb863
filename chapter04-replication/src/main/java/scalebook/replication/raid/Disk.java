package scalebook.replication.raid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as a disk of blocks, that can be lost, and can be wrong without saying so. */
public final class Disk implements AutoCloseable {
  public static final int BLOCK = 64;

  private final Path file;
  private final Power power;
  private FileChannel channel;
  private long reads;
  private long writes;

  /** The machine lost its power. */
  public static final class PowerLost extends IOException {
    private static final long serialVersionUID = 1;

    PowerLost() {
      super("the power is gone");
    }
  }

  public Disk(Path file, Power power) throws IOException {
    this.file = file;
    this.power = power;
    replace();
  }

  byte[] read(long block) throws IOException {
    reads++;
    return raw(block);
  }

  private byte[] raw(long block) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    channel.read(bytes, block * BLOCK); // what was never written is zeros
    return bytes.array();
  }

  void write(long block, byte[] bytes) throws IOException {
    writes++;
    write(channel, bytes, block * BLOCK, power);
  }

  static void write(FileChannel channel, byte[] bytes, long at, Power power) throws IOException {
    int carried = power.carry(bytes.length);
    channel.write(ByteBuffer.wrap(bytes, 0, carried), at);
    if (carried < bytes.length) {
      throw new PowerLost();
    }
  }

  /** The disk is gone, with all that was on it. */
  public void lose() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  boolean lost() {
    return !channel.isOpen();
  }

  /** An empty disk in its place. */
  void replace() throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** One bit changes, and the disk does not notice. */
  public void flip(long block) throws IOException {
    byte[] bytes = raw(block);
    bytes[BLOCK / 2] ^= 1;
    channel.write(ByteBuffer.wrap(bytes), block * BLOCK);
  }

  public long reads() {
    return reads;
  }

  public long writes() {
    return writes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
