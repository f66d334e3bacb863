package scalebook.replication.raid;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Disks that look like one. A stripe is one block of each disk, and the {@link Code} says what each
 * column of it holds. One caller at a time.
 */
public final class RaidArray {
  private static final int NONE = -1;

  private final Level level;
  private final Settings settings;
  private final List<Disk> disks;
  private final Optional<Journal> journal;
  private final Code code;
  private final int[] turns; // of copies
  private int rebuilding = NONE;
  private long rebuilt;

  /**
   * @param reedSolomon RAID 6's second parity is no copy of the first
   * @param rotation parity is on another disk in each stripe
   * @param delta a write changes one data block and its parity, not the whole stripe
   * @param watermark a new disk is read only up to where it is rebuilt
   */
  public record Settings(boolean reedSolomon, boolean rotation, boolean delta, boolean watermark) {}

  /** More disks are lost than the level survives. */
  public static final class DataLost extends IOException {
    private static final long serialVersionUID = 1;

    DataLost(long stripe) {
      super("stripe " + stripe + " is lost");
    }
  }

  /** A stripe that contradicts itself; the disk is known when only one can be wrong. */
  public record Flaw(long stripe, OptionalInt disk) {}

  /** As a machine starts: what the journal holds is written first. */
  public RaidArray(Level level, Settings settings, List<Disk> disks, Optional<Journal> journal)
      throws IOException {
    this.level = level;
    this.settings = settings;
    this.disks = List.copyOf(disks);
    this.journal = journal;
    this.code = new Code(level, disks.size(), settings.reedSolomon());
    this.turns = new int[code.data()];
    if (journal.isPresent()) {
      apply(journal.get().read());
    }
  }

  private int disk(long stripe, int column) {
    return level.parity() && settings.rotation()
        ? (int) ((column + stripe) % disks.size())
        : column;
  }

  /** Whether its block there can be believed. */
  private boolean usable(long stripe, int column) {
    int disk = disk(stripe, column);
    boolean notYet = disk == rebuilding && settings.watermark() && stripe >= rebuilt;
    return !disks.get(disk).lost() && !notYet;
  }

  private byte[] readColumn(long stripe, int column) throws IOException {
    return disks.get(disk(stripe, column)).read(stripe);
  }

  public byte[] read(long block) throws IOException {
    long stripe = block / code.data();
    int data = (int) (block % code.data());
    int[] copies =
        Arrays.stream(code.copies(data)).filter(column -> usable(stripe, column)).toArray();
    if (copies.length > 0) {
      return readColumn(stripe, copies[turns[data]++ % copies.length]);
    }
    return solve(stripe, NONE)[data];
  }

  /** From as few columns as tell it; never from the disk that is not to be believed. */
  private byte[][] solve(long stripe, int except) throws IOException {
    byte[][] known = new byte[code.columns()][];
    for (int column = 0; column < known.length; column++) {
      if (usable(stripe, column) && disk(stripe, column) != except) {
        known[column] = readColumn(stripe, column);
        Optional<byte[][]> data = code.solve(known);
        if (data.isPresent()) {
          return data.get();
        }
      }
    }
    throw new DataLost(stripe);
  }

  public void write(long block, byte[] bytes) throws IOException {
    long stripe = block / code.data();
    int data = (int) (block % code.data());
    Map<Integer, byte[]> blocks =
        settings.delta() && whole(stripe) ? changed(stripe, data, bytes) : all(stripe, data, bytes);
    Journal.Entry entry = new Journal.Entry(stripe, blocks);
    if (journal.isPresent()) {
      journal.get().begin(entry);
    }
    apply(entry);
    if (journal.isPresent()) {
      journal.get().end();
    }
  }

  private void apply(Journal.Entry entry) throws IOException {
    for (Map.Entry<Integer, byte[]> block : entry.blocks().entrySet()) {
      Disk disk = disks.get(disk(entry.stripe(), block.getKey()));
      if (!disk.lost()) {
        disk.write(entry.stripe(), block.getValue());
      }
    }
  }

  private boolean whole(long stripe) {
    for (int column = 0; column < code.columns(); column++) {
      if (!usable(stripe, column)) {
        return false;
      }
    }
    return true;
  }

  /** The copies, and of each parity: the old one plus the difference. */
  private Map<Integer, byte[]> changed(long stripe, int data, byte[] bytes) throws IOException {
    Map<Integer, byte[]> blocks = new TreeMap<>();
    int[] copies = code.copies(data);
    for (int copy : copies) {
      blocks.put(copy, bytes);
    }
    byte[] difference = null;
    for (int column = 0; column < code.columns(); column++) {
      int factor = code.factor(column, data);
      if (factor != 0 && !blocks.containsKey(column)) {
        if (difference == null) {
          difference = readColumn(stripe, copies[0]);
          Galois.add(difference, 1, bytes);
        }
        byte[] parity = readColumn(stripe, column);
        Galois.add(parity, factor, difference);
        blocks.put(column, parity);
      }
    }
    return blocks;
  }

  private Map<Integer, byte[]> all(long stripe, int data, byte[] bytes) throws IOException {
    byte[][] whole = solve(stripe, NONE);
    whole[data] = bytes;
    Map<Integer, byte[]> blocks = new TreeMap<>();
    for (int column = 0; column < code.columns(); column++) {
      blocks.put(column, code.column(column, whole));
    }
    return blocks;
  }

  /** A new disk in the place of a lost one. */
  public void replace(int disk) throws IOException {
    disks.get(disk).replace();
    rebuilding = disk;
    rebuilt = 0;
  }

  /** The new disk's next block. Reads and writes may come between. */
  public void rebuildNext() throws IOException {
    int column = 0;
    while (disk(rebuilt, column) != rebuilding) {
      column++;
    }
    disks.get(rebuilding).write(rebuilt, code.column(column, solve(rebuilt, rebuilding)));
    rebuilt++;
  }

  /** Whether this stripe agrees with itself; mended when only one of its disks can be wrong. */
  public Optional<Flaw> scrub(long stripe) throws IOException {
    byte[][] columns = new byte[code.columns()][];
    for (int column = 0; column < columns.length; column++) {
      columns[column] = readColumn(stripe, column);
    }
    if (without(NONE, columns).isPresent()) {
      return Optional.empty();
    }
    int wrong = NONE;
    int suspects = 0;
    for (int column = 0; column < columns.length; column++) {
      if (without(column, columns).isPresent()) {
        wrong = column;
        suspects++;
      }
    }
    if (suspects != 1) {
      return Optional.of(new Flaw(stripe, OptionalInt.empty()));
    }
    int disk = disk(stripe, wrong);
    byte[][] data = without(wrong, columns).orElseThrow();
    disks.get(disk).write(stripe, code.column(wrong, data));
    return Optional.of(new Flaw(stripe, OptionalInt.of(disk)));
  }

  /** The data, when all columns but this one agree on them. */
  private Optional<byte[][]> without(int suspect, byte[][] columns) {
    byte[][] known = columns.clone();
    if (suspect != NONE) {
      known[suspect] = null;
    }
    return code.solve(known)
        .filter(
            data -> {
              for (int column = 0; column < known.length; column++) {
                if (known[column] != null
                    && !Arrays.equals(known[column], code.column(column, data))) {
                  return false;
                }
              }
              return true;
            });
  }
}
