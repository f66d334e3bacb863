package scalebook.transactions.twophase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The coordinator's memory: which transactions it has decided to commit, and not finished yet. What
 * is not in it was not decided (presumed abort), so a decision is on disk before anybody hears it.
 *
 * <p>A record is its length, its checksum and a line: {@code C number database database …} or
 * {@code D number}. A tail that was torn by a crash is cut off. The file is written anew when it
 * has grown to its bound.
 */
public final class DecisionLog implements AutoCloseable {
  private static final int HEAD = 8;
  private static final int MOST_RECORD = 4_096;
  private static final long MOST_BYTES = 1 << 20;

  private final Path file;
  private final long mostBytes;
  private final Disk disk;
  private final FileChannel lock;
  private final Map<String, List<String>> undone = new LinkedHashMap<>();
  private final Object forcing = new Object();
  private FileChannel channel;
  private long bound;
  private long written;
  private long forced;
  private IOException broken;

  DecisionLog(Path file, long mostBytes, Disk disk) throws IOException {
    this.file = file;
    this.mostBytes = mostBytes;
    this.disk = disk;
    // ① A second coordinator of this name would take our running transactions for forgotten ones.
    this.lock = channel(file.resolveSibling(file.getFileName() + ".lock"));
    FileLock held = lock.tryLock();
    if (held == null) {
      lock.close();
      throw new IOException(file + " is in use: a coordinator of this name is running");
    }
    for (String line : Files.exists(file) ? read(Files.readAllBytes(file)) : List.<String>of()) {
      replay(line);
    }
    rewrite();
  }

  public static DecisionLog open(Path file) throws IOException {
    return new DecisionLog(file, MOST_BYTES, new Disk());
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The lines of all whole records from the beginning on. */
  static List<String> read(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= HEAD) {
      int length = buffer.getInt();
      int checksum = buffer.getInt();
      if (length < 1 || length > Math.min(buffer.remaining(), MOST_RECORD)) {
        break; // torn
      }
      byte[] line = new byte[length];
      buffer.get(line);
      if (checksum(line) != checksum) {
        break; // torn
      }
      lines.add(new String(line, StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static int checksum(byte[] line) {
    CRC32 crc = new CRC32();
    crc.update(line);
    return (int) crc.getValue();
  }

  private void replay(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    if (words.get(0).equals("C")) {
      undone.put(words.get(1), List.copyOf(words.subList(2, words.size())));
    } else {
      undone.remove(words.get(1));
    }
  }

  /** Returns when the decision is on disk. From here on the transaction is committed. */
  public void decided(String number, List<String> resources) throws IOException {
    long mine = append("C " + number + " " + String.join(" ", resources));
    force(mine);
  }

  /** All databases have committed. Not forced: to commit again would do no harm. */
  public void done(String number) throws IOException {
    append("D " + number);
  }

  private synchronized long append(String line) throws IOException {
    check();
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_RECORD) {
      throw new IllegalArgumentException("a decision of " + bytes.length + " bytes");
    }
    ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length);
    record.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
    try {
      written++;
      write(channel, record);
      replay(line);
      if (channel.size() > bound) {
        rewrite();
      }
    } catch (IOException e) {
      broken = e;
      throw e;
    }
    return written;
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** ② One force serves all who wrote before it: the others find their record safe already. */
  private void force(long mine) throws IOException {
    synchronized (forcing) {
      long now;
      FileChannel to;
      synchronized (this) {
        check();
        if (forced >= mine) {
          return;
        }
        now = written;
        to = channel;
      }
      try {
        disk.force(to);
      } catch (IOException e) {
        synchronized (this) {
          if (to == channel) { // else it was written anew, forced, and closed meanwhile
            broken = e;
            throw e;
          }
        }
      }
      synchronized (this) {
        forced = Math.max(forced, now);
      }
    }
  }

  /** Only what is undone, in a new file that takes the old one's place at once or not at all. */
  private void rewrite() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel next =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    for (Map.Entry<String, List<String>> one : undone.entrySet()) {
      byte[] line =
          ("C " + one.getKey() + " " + String.join(" ", one.getValue()))
              .getBytes(StandardCharsets.UTF_8);
      ByteBuffer record = ByteBuffer.allocate(HEAD + line.length);
      write(next, record.putInt(line.length).putInt(checksum(line)).put(line).flip());
    }
    disk.force(next);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
    FileChannel old = channel;
    channel = next;
    forced = written;
    bound = Math.max(mostBytes, 2 * channel.size()); // or one that is full would rewrite each time
    if (old != null) {
      old.close();
    }
  }

  /** The new name is on disk, too; Windows has no such thing and needs none. */
  private void forceFolder() throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (java.nio.file.AccessDeniedException windows) {
      // Its file system keeps the order itself.
    }
  }

  /** ③ After a failed write nobody knows what is on disk: only a new start can read it. */
  private void check() throws IOException {
    if (broken != null) {
      throw new IOException("the decision log is broken; restart to read what it holds", broken);
    }
  }

  synchronized boolean usable() {
    return broken == null;
  }

  public synchronized boolean isDecided(String number) {
    return undone.containsKey(number);
  }

  /** Decided, and not known to be committed everywhere: the databases of each. */
  public synchronized Map<String, List<String>> undone() {
    return new LinkedHashMap<>(undone);
  }

  /** As if the power failed now: for programs that are about to halt. */
  public synchronized void losePower() {
    try {
      disk.losePower(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
