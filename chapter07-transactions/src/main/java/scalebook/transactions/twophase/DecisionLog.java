package scalebook.transactions.twophase;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The coordinator's memory: which transactions it has decided to commit, and not finished yet. What
 * is not in it was not decided (presumed abort), so a decision is on disk before anybody hears it.
 *
 * <p>A record is a {@linkplain Frames frame} with {@code C number database database …} or {@code D
 * number}. A tail that was torn by a crash is cut off. The file is written anew when it has grown
 * to its bound. No caller's interrupt reaches the file: a channel would be closed by it, for
 * everybody.
 */
public final class DecisionLog implements AutoCloseable {
  private static final long MOST_BYTES = 1 << 20;

  private final Path file;
  private final long mostBytes;
  private final Disk disk;
  private final FileChannel lock;
  private final Map<String, List<String>> undone = new LinkedHashMap<>();
  private final Object forcing = new Object();
  private RandomAccessFile out;
  private long bound;
  private long written;
  private long forced;
  private IOException broken;

  DecisionLog(Path file, long mostBytes, Disk disk) throws IOException {
    this.file = file;
    this.mostBytes = mostBytes;
    this.disk = disk;
    // ① A second coordinator of this name would take our running transactions for forgotten ones.
    this.lock =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException(file + " is in use: a coordinator of this name is running");
    }
    if (Files.exists(file)) {
      Frames.read(Files.readAllBytes(file)).forEach(this::replay);
    }
    rewrite();
  }

  public static DecisionLog open(Path file) throws IOException {
    return open(file, true);
  }

  /** Not forced: what the kernel has not written yet is lost with the power. */
  public static DecisionLog open(Path file, boolean forced) throws IOException {
    return new DecisionLog(file, MOST_BYTES, forced ? new Disk() : new Disk.Unforced());
  }

  /** Another process's, while it writes: {@code C} a decision, {@code D} its end. */
  public static List<String> lines(Path file) throws IOException {
    return Frames.read(Files.readAllBytes(file));
  }

  private void replay(String line) {
    List<String> words = List.of(line.split(" "));
    if (words.get(0).equals("C")) {
      undone.put(words.get(1), words.subList(2, words.size()));
    } else {
      undone.remove(words.get(1));
    }
  }

  /** Returns when the decision is on disk. From here on the transaction is committed. */
  public void decided(String number, List<String> resources) throws IOException {
    force(append("C " + number + " " + String.join(" ", resources)));
  }

  /** All databases have committed. Not forced: to commit again would do no harm. */
  public void done(String number) throws IOException {
    append("D " + number);
  }

  private synchronized long append(String line) throws IOException {
    check();
    byte[] frame = Frames.of(line);
    try {
      written++;
      out.write(frame);
      replay(line);
      if (out.length() > bound) {
        rewrite();
      }
    } catch (IOException e) {
      broken = e;
      throw e;
    }
    return written;
  }

  /** ② One force serves all who wrote before it: the others find their record safe already. */
  private void force(long mine) throws IOException {
    synchronized (forcing) {
      long now;
      RandomAccessFile to;
      synchronized (this) {
        check();
        if (forced >= mine) {
          return;
        }
        now = written;
        to = out;
      }
      try {
        disk.force(to);
      } catch (IOException e) {
        synchronized (this) {
          if (to == out) { // else it was written anew, forced, and closed meanwhile
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
    Files.deleteIfExists(fresh);
    RandomAccessFile next = new RandomAccessFile(fresh.toFile(), "rw");
    for (Map.Entry<String, List<String>> one : undone.entrySet()) {
      next.write(Frames.of("C " + one.getKey() + " " + String.join(" ", one.getValue())));
    }
    disk.force(next);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
    RandomAccessFile old = out;
    out = next;
    forced = written;
    bound = Math.max(mostBytes, 2 * out.length()); // or one that is full would rewrite each time
    if (old != null) {
      old.close();
    }
  }

  /** The new name is on disk, too; Windows has no such thing and needs none. */
  private void forceFolder() throws IOException {
    boolean interrupted = false;
    while (true) { // an interrupt closes the folder's channel, and only that one
      try (FileChannel folder =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        folder.force(true);
        break;
      } catch (ClosedByInterruptException again) {
        interrupted |= Thread.interrupted();
      } catch (AccessDeniedException windows) {
        break; // its file system keeps the order itself
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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

  /** For a transaction that is not running. What is only written is not decided: it is forced. */
  public boolean isDecided(String number) throws IOException {
    long all;
    synchronized (this) {
      check();
      if (!undone.containsKey(number)) {
        return false;
      }
      all = written;
    }
    force(all);
    return true;
  }

  /** Decided, and not known to be committed everywhere: the databases of each. */
  public synchronized Map<String, List<String>> undone() {
    return new LinkedHashMap<>(undone);
  }

  /** As if the power failed now: for programs that are about to halt. */
  public synchronized void losePower() {
    try {
      disk.losePower(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
