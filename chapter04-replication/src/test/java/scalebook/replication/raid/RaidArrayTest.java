package scalebook.replication.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RaidArrayTest {
  private static final int STRIPES = 12;
  private static final RaidArray.Settings ALL = new RaidArray.Settings(true, true, true, true);

  @TempDir Path folder;
  private final Power power = new Power();
  private final Random random = new Random(5);
  private List<Disk> disks;
  private byte[][] expected;

  private RaidArray array(Level level, int size, RaidArray.Settings settings) throws IOException {
    Path room = folder.resolve("room" + random.nextInt());
    assertThat(room.toFile().mkdir()).isTrue();
    disks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      disks.add(new Disk(room.resolve("" + i), power));
    }
    RaidArray array = new RaidArray(level, settings, disks, Optional.empty());
    expected = new byte[STRIPES * level.data(size)][];
    for (int block = 0; block < expected.length; block++) {
      write(array, block);
    }
    return array;
  }

  private void write(RaidArray array, int block) throws IOException {
    expected[block] = new byte[Disk.BLOCK];
    random.nextBytes(expected[block]);
    array.write(block, expected[block]);
  }

  private void requireAll(RaidArray array, String when) throws IOException {
    for (int block = 0; block < expected.length; block++) {
      assertThat(array.read(block)).as("block %d, %s", block, when).isEqualTo(expected[block]);
    }
  }

  private boolean readsAll(RaidArray array) throws IOException {
    try {
      requireAll(array, "read");
      return true;
    } catch (RaidArray.DataLost lost) {
      return false;
    }
  }

  /** Six disks: RAID 6 has four data blocks, and RAID 10 three pairs. */
  @ParameterizedTest
  @EnumSource
  void everySetOfLostDisksIsSurvivedAsPromised(Level level) throws IOException {
    for (int mask = 0; mask < 1 << 6; mask++) {
      RaidArray array = array(level, 6, ALL);
      Set<Integer> lost =
          BitSet.valueOf(new long[] {mask}).stream().boxed().collect(Collectors.toSet());
      for (int disk : lost) {
        disks.get(disk).lose();
      }
      assertThat(readsAll(array))
          .as("%s without disks %s", level, lost)
          .isEqualTo(level.survives(6, lost));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"RAID1", "RAID5", "RAID6", "RAID10"})
  void writesWithoutADiskAreThere(Level level) throws IOException {
    for (int disk = 0; disk < 4; disk++) {
      RaidArray array = array(level, 4, ALL);
      disks.get(disk).lose();
      for (int i = 0; i < expected.length; i++) {
        write(array, i);
      }
      requireAll(array, "written without disk " + disk);
    }
  }

  @Test
  void aWriteChangesOnlyWhatItMust() throws IOException {
    for (Level level : Level.values()) {
      RaidArray array = array(level, 6, ALL);
      long before = power.writes();
      write(array, 7 % expected.length);
      assertThat(power.writes() - before).as("of %s", level).isEqualTo(level.writes(6));
    }
    RaidArray whole = array(Level.RAID5, 6, new RaidArray.Settings(true, true, false, true));
    long before = power.writes();
    write(whole, 7);
    assertThat(power.writes() - before).as("the whole stripe").isEqualTo(6);
    requireAll(whole, "written as whole stripes");
  }

  @Test
  void secondParityOfOnesIsNoSecondEquation() throws IOException {
    RaidArray array = array(Level.RAID6, 4, new RaidArray.Settings(false, true, true, true));
    disks.get(0).lose();
    requireAll(array, "one lost");
    disks.get(1).lose();
    assertThatThrownBy(() -> readsAllOrThrows(array)).hasMessageContaining("stripe 0 is lost");
  }

  private void readsAllOrThrows(RaidArray array) throws IOException {
    requireAll(array, "two lost");
  }

  @Test
  void parityIsOnEveryDiskInTurn() throws IOException {
    RaidArray turning = array(Level.RAID5, 4, ALL);
    requireAll(turning, "read once");
    assertThat(disks.stream().map(Disk::reads).distinct()).as("reads of each disk").hasSize(1);
    RaidArray fixed = array(Level.RAID5, 4, new RaidArray.Settings(true, false, true, true));
    long before = disks.get(3).reads();
    requireAll(fixed, "read once");
    assertThat(disks.get(3).reads()).as("reads of the disk with all parity").isEqualTo(before);
  }

  @Test
  void copiesAreReadInTurn() throws IOException {
    RaidArray array = array(Level.RAID10, 4, ALL);
    requireAll(array, "read once");
    assertThat(disks.stream().map(Disk::reads).distinct()).as("reads of each disk").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"RAID1", "RAID5", "RAID6", "RAID10"})
  void aNewDiskIsReadOnlyWhereItIsRebuilt(Level level) throws IOException {
    RaidArray array = array(level, 4, ALL);
    disks.get(2).lose();
    array.replace(2);
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      for (int turn = 0; turn < 4; turn++) {
        requireAll(array, "stripe %d is next".formatted(stripe));
      }
      write(array, random.nextInt(expected.length));
      array.rebuildNext();
    }
    disks.get(3).lose();
    requireAll(array, "with the rebuilt disk, without its neighbour");
    assertThat(disks.get(2).reads()).as("reads of the rebuilt disk").isPositive();
  }

  @Test
  void withoutAWatermarkANewDiskReadsAsZeros() throws IOException {
    RaidArray array = array(Level.RAID5, 4, new RaidArray.Settings(true, true, true, false));
    disks.get(1).lose();
    array.replace(1);
    assertThat(array.read(1)).as("a block of the new disk").isEqualTo(new byte[Disk.BLOCK]);
  }

  @Test
  void aScrubFindsWhatContradictsAndMendsWhatOnlyOneDiskCanBeWrongIn() throws IOException {
    for (Level level : Level.values()) {
      for (int disk = 0; disk < 4; disk++) {
        RaidArray array = array(level, 4, ALL);
        disks.get(disk).flip(5);
        Optional<RaidArray.Flaw> flaw = array.scrub(5);
        assertThat(flaw.isPresent()).as("%s finds it", level).isEqualTo(level != Level.RAID0);
        boolean mends = level == Level.RAID1 || level == Level.RAID6;
        if (mends) {
          assertThat(flaw.orElseThrow().disk()).as("%s names the disk", level).hasValue(disk);
          requireAll(array, level + " has mended it");
          assertThat(array.scrub(5)).as("nothing is left").isEmpty();
        } else {
          flaw.ifPresent(f -> assertThat(f.disk()).as("%s cannot know", level).isEmpty());
        }
        assertThat(array.scrub(4)).as("a stripe that is right").isEmpty();
      }
    }
  }
}
