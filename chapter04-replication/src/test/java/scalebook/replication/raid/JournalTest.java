package scalebook.replication.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final RaidArray.Settings ALL = new RaidArray.Settings(true, true, true, true);

  @TempDir Path folder;
  private final Power power = new Power();

  private Journal journal() throws IOException {
    return new Journal(folder.resolve("journal"), power);
  }

  private static byte[] block(int value) {
    byte[] block = new byte[Disk.BLOCK];
    Arrays.fill(block, (byte) value);
    return block;
  }

  @Test
  void anEntryIsReadAsItWasBegunUntilItsEnd() throws IOException {
    try (Journal journal = journal()) {
      assertThat(journal.read().blocks()).as("of a new journal").isEmpty();
      journal.begin(new Journal.Entry(9, Map.of(2, block(7), 0, block(8))));
      try (Journal again = journal()) {
        assertThat(again.read().stripe()).isEqualTo(9);
        assertThat(again.read().blocks()).containsOnlyKeys(0, 2);
        assertThat(again.read().blocks().get(2)).isEqualTo(block(7));
        assertThat(again.read().blocks().get(0)).isEqualTo(block(8));
      }
      journal.end();
      assertThat(journal.read().blocks()).as("after its end").isEmpty();
    }
  }

  @Test
  void aShorterEntryHidesALongerOne() throws IOException {
    try (Journal journal = journal()) {
      journal.begin(new Journal.Entry(1, Map.of(0, block(1), 1, block(1), 2, block(1))));
      journal.end();
      journal.begin(new Journal.Entry(2, Map.of(3, block(2))));
      assertThat(journal.read().stripe()).isEqualTo(2);
      assertThat(journal.read().blocks()).containsOnlyKeys(3);
    }
  }

  @Test
  void aTornEntryNeverBegan() throws IOException {
    try (Journal journal = journal()) {
      power.cutAt(0);
      assertThatThrownBy(() -> journal.begin(new Journal.Entry(1, Map.of(0, block(1)))))
          .isInstanceOf(Disk.PowerLost.class);
      assertThatThrownBy(journal::end).as("nothing after it").isInstanceOf(Disk.PowerLost.class);
      power.restore();
      assertThat(journal.read().blocks()).as("half an entry").isEmpty();
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("journal"));
    assertThat(bytes.length).as("half of it was written").isPositive();
  }

  @Test
  void aWrongBitMakesAnEntryVoid() throws IOException {
    Path file = folder.resolve("journal");
    try (Journal journal = journal()) {
      journal.begin(new Journal.Entry(3, Map.of(1, block(1))));
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at++) {
        byte[] wrong = bytes.clone();
        wrong[at] ^= 1;
        Files.write(file, wrong);
        assertThat(journal.read().blocks()).as("a bit of byte %d is wrong", at).isEmpty();
      }
    }
  }

  @Test
  void aStartWritesWhatThePowerInterrupted() throws IOException {
    try (Disk one = new Disk(folder.resolve("1"), power);
        Disk two = new Disk(folder.resolve("2"), power);
        Disk three = new Disk(folder.resolve("3"), power);
        Journal journal = journal()) {
      List<Disk> disks = List.of(one, two, three);
      RaidArray array = new RaidArray(Level.RAID5, ALL, disks, Optional.of(journal));
      array.write(0, block(1));
      array.write(1, block(2));
      power.cutAt(2); // the entry and the data are written, the parity is torn
      assertThatThrownBy(() -> array.write(0, block(3))).isInstanceOf(Disk.PowerLost.class);
      power.restore();
      RaidArray again = new RaidArray(Level.RAID5, ALL, disks, Optional.of(journal));
      two.lose();
      assertThat(again.read(0)).as("the new block").isEqualTo(block(3));
      assertThat(again.read(1)).as("its neighbour, whose disk is lost").isEqualTo(block(2));
    }
  }

  @Test
  void whereverThePowerGoesOtherBlocksStay() throws IOException {
    for (int cut = 0; cut < 5; cut++) {
      Path room = Files.createDirectory(folder.resolve("cut" + cut));
      try (Disk one = new Disk(room.resolve("1"), power);
          Disk two = new Disk(room.resolve("2"), power);
          Disk three = new Disk(room.resolve("3"), power);
          Journal journal = new Journal(room.resolve("journal"), power)) {
        List<Disk> disks = List.of(one, two, three);
        RaidArray array = new RaidArray(Level.RAID5, ALL, disks, Optional.of(journal));
        array.write(0, block(1));
        array.write(1, block(2));
        power.cutAt(cut);
        try {
          array.write(0, block(3));
        } catch (Disk.PowerLost expected) {
          // it is what this is about; the last cut comes after the write
        }
        power.restore();
        RaidArray again = new RaidArray(Level.RAID5, ALL, disks, Optional.of(journal));
        two.lose();
        assertThat(again.read(1)).as("the neighbour, cut in write %d", cut).isEqualTo(block(2));
      }
    }
  }
}
