package scalebook.replication.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import scalebook.engines.process.Home;
import scalebook.replication.raid.Disk;
import scalebook.replication.raid.Journal;
import scalebook.replication.raid.Level;
import scalebook.replication.raid.Power;
import scalebook.replication.raid.RaidArray;

/** One array of files, full of blocks that are known, on which one fault is tried. */
public final class RaidTrial implements AutoCloseable {
  private final Room room;
  private final Level level;
  private final boolean journaled;
  private final Power power = new Power();
  private final List<Disk> disks = new ArrayList<>();
  private final byte[][] expected;
  private RaidArray array;
  private Optional<Journal> journal = Optional.empty();

  /** Where arrays are made, of how many disks and stripes, and how they work. */
  public record Room(Path folder, int disks, int stripes, RaidArray.Settings settings) {}

  public RaidTrial(Room room, Level level, boolean journaled) throws IOException {
    this.room = room;
    this.level = level;
    this.journaled = journaled;
    Home.delete(room.folder());
    room.folder().toFile().mkdirs();
    for (int i = 0; i < room.disks(); i++) {
      disks.add(new Disk(room.folder().resolve("disk" + i), power));
    }
    start();
    Random random = new Random(level.ordinal());
    expected = new byte[room.stripes() * level.data(room.disks())][Disk.BLOCK];
    for (int block = 0; block < expected.length; block++) {
      random.nextBytes(expected[block]);
      array.write(block, expected[block]);
    }
  }

  /** The machine starts, with the disks as they are. */
  private void start() throws IOException {
    power.restore();
    if (journaled) {
      journal = Optional.of(new Journal(room.folder().resolve("journal"), power));
    }
    array = new RaidArray(level, room.settings(), disks, journal);
  }

  public int blocks() {
    return expected.length;
  }

  public void write(int block, byte[] bytes) throws IOException {
    array.write(block, bytes);
    expected[block] = bytes;
  }

  /** Whether a read gives what was written last. */
  public boolean right(int block) throws IOException {
    try {
      return Arrays.equals(array.read(block), expected[block]);
    } catch (RaidArray.DataLost lost) {
      return false;
    }
  }

  /** Blocks that some read, of several, gives wrong or not at all. */
  public int wrong(int reads) throws IOException {
    int wrong = 0;
    for (int block = 0; block < blocks(); block++) {
      boolean right = true;
      for (int i = 0; i < reads; i++) {
        right &= right(block);
      }
      wrong += right ? 0 : 1;
    }
    return wrong;
  }

  public void lose(Iterable<Integer> lost) throws IOException {
    for (int disk : lost) {
      disks.get(disk).lose();
    }
  }

  /** Blocks that reads give for one block that the busiest disk must read. */
  public double atOnce() throws IOException {
    long[] before = disks.stream().mapToLong(Disk::reads).toArray();
    for (int block = 0; block < blocks(); block++) {
      array.read(block);
    }
    long busiest = 0;
    for (int i = 0; i < before.length; i++) {
      busiest = Math.max(busiest, disks.get(i).reads() - before[i]);
    }
    return (double) blocks() / busiest;
  }

  /** Blocks that the disks write for one of a client. */
  public double writesPerWrite(int writes, Random random) throws IOException {
    long before = power.writes();
    for (int i = 0; i < writes; i++) {
      write(random.nextInt(blocks()), bytes(random));
    }
    return (double) (power.writes() - before) / writes;
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[Disk.BLOCK];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A disk is replaced, and rebuilt while clients read and write: how many reads are wrong? */
  public int rebuild(int disk, Random random) throws IOException {
    int wrong = 0;
    array.replace(disk);
    for (int stripe = 0; stripe < room.stripes(); stripe++) {
      for (int i = 0; i < room.disks(); i++) {
        wrong += right(random.nextInt(blocks())) ? 0 : 1;
      }
      write(random.nextInt(blocks()), bytes(random));
      array.rebuildNext();
    }
    return wrong;
  }

  /** A bit flips on each disk, each in a stripe of its own. */
  public void flip() throws IOException {
    for (int disk = 0; disk < room.disks(); disk++) {
      disks.get(disk).flip(disk);
    }
  }

  public List<RaidArray.Flaw> scrub() throws IOException {
    List<RaidArray.Flaw> flaws = new ArrayList<>();
    for (int stripe = 0; stripe < room.stripes(); stripe++) {
      array.scrub(stripe).ifPresent(flaws::add);
    }
    return flaws;
  }

  /**
   * The power goes in this write of a block's update, and a disk with it: is any block damaged? The
   * one that was being written may be old or new.
   *
   * @return nothing when the update ended before
   */
  public Optional<Boolean> damagedByPower(int write, int disk) throws IOException {
    byte[] old = expected[0];
    power.cutAt(write);
    try {
      write(0, bytes(new Random(write)));
      return Optional.empty();
    } catch (Disk.PowerLost lost) {
      byte[] wanted = bytes(new Random(write));
      closeJournal();
      start();
      lose(List.of(disk));
      byte[] now = array.read(0);
      expected[0] = Arrays.equals(now, wanted) ? wanted : old;
      return Optional.of(wrong(1) > 0);
    }
  }

  private void closeJournal() throws IOException {
    if (journal.isPresent()) {
      journal.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    closeJournal();
    for (Disk disk : disks) {
      disk.close();
    }
  }
}
