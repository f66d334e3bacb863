package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.replication.exercise.ParityRebuild.Disks;

abstract class ParityRebuildContract extends Contract {
  interface Answer {
    byte[] read(int disk, int stripe);

    void write(int disk, int stripe, byte[] block);

    boolean rebuildNext();
  }

  Answer array(Disks disks, int lost) {
    return answer(Answer.class, ParityRebuild.class, disks, lost);
  }

  private static final int STRIPES = 9;
  private final Random random = new Random(13);

  /** Disks in memory, full of blocks, of which one is then empty; and what is to be there. */
  private final class InMemory implements Disks {
    private final byte[][][] blocks;
    private final byte[][][] expected;

    InMemory(int count, int lost) {
      blocks = new byte[count][STRIPES][4];
      expected = new byte[count][STRIPES][4];
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        for (int disk = 0; disk < count; disk++) {
          if (disk != parity(stripe)) {
            expect(disk, stripe, block());
          }
        }
        for (int disk = 0; disk < count; disk++) {
          blocks[disk][stripe] = disk == lost ? new byte[4] : expected[disk][stripe].clone();
        }
      }
    }

    byte[] block() {
      byte[] block = new byte[4];
      random.nextBytes(block);
      return block;
    }

    void expect(int disk, int stripe, byte[] block) {
      for (int i = 0; i < block.length; i++) {
        expected[parity(stripe)][stripe][i] ^= (byte) (expected[disk][stripe][i] ^ block[i]);
      }
      expected[disk][stripe] = block.clone();
    }

    @Override
    public int count() {
      return blocks.length;
    }

    @Override
    public int stripes() {
      return STRIPES;
    }

    @Override
    public int parity(int stripe) {
      return stripe % blocks.length;
    }

    @Override
    public byte[] read(int disk, int stripe) {
      return blocks[disk][stripe]; // its own
    }

    @Override
    public void write(int disk, int stripe, byte[] block) {
      blocks[disk][stripe] = block.clone();
    }

    void requireAll(Answer array, String when) {
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        for (int disk = 0; disk < count(); disk++) {
          assertThat(array.read(disk, stripe))
              .as("disk %d, stripe %d, %s", disk, stripe, when)
              .isEqualTo(expected[disk][stripe]);
        }
      }
    }
  }

  private static void rebuildAll(Answer array) {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      assertThat(array.rebuildNext()).as("stripe %d is rebuilt", stripe).isTrue();
    }
    assertThat(array.rebuildNext()).as("after the last stripe").isFalse();
  }

  @Test
  @Order(1)
  void aLostBlockIsTheXorOfAllOthers() {
    InMemory disks = new InMemory(3, 1);
    disks.requireAll(array(disks, 1), "before anything is rebuilt");
  }

  @Test
  @Order(2)
  void theNewDiskGetsWhatTheLostOneHad() {
    InMemory disks = new InMemory(4, 2);
    rebuildAll(array(disks, 2));
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      assertThat(disks.read(2, stripe))
          .as("on the new disk, stripe %d, data or parity", stripe)
          .isEqualTo(disks.expected[2][stripe]);
    }
  }

  @Test
  @Order(3)
  void everyReadIsRightWhileItIsRebuilt() {
    InMemory disks = new InMemory(3, 0);
    Answer array = array(disks, 0);
    for (int done = 1; done <= STRIPES; done++) {
      array.rebuildNext();
      disks.requireAll(array, done + " stripes are rebuilt");
    }
  }

  @Test
  @Order(4)
  void theRebuiltDiskIsReadAndTheOthersAreSpared() {
    InMemory disks = new InMemory(3, 1);
    Answer array = array(disks, 1);
    array.rebuildNext();
    disks.blocks[0][0] = new byte[] {9, 9, 9, 9};
    assertThat(array.read(1, 0))
        .as("stripe 0 is rebuilt: the new disk alone tells it")
        .isEqualTo(disks.expected[1][0]);
  }

  @Test
  @Order(5)
  void aWriteChangesTheParity() {
    InMemory disks = new InMemory(4, 3);
    Answer array = array(disks, 3);
    byte[] block = disks.block();
    disks.expect(1, 0, block);
    array.write(1, 0, block);
    disks.requireAll(array, "after a write to disk 1, stripe 0");
    rebuildAll(array);
    disks.requireAll(array, "rebuilt after that write");
  }

  @Test
  @Order(6)
  void aWriteToTheLostDiskIsKept() {
    InMemory disks = new InMemory(3, 2);
    Answer array = array(disks, 2);
    byte[] block = disks.block();
    disks.expect(2, 1, block);
    array.write(2, 1, block);
    assertThat(array.read(2, 1)).as("written to the disk that is not rebuilt").isEqualTo(block);
    rebuildAll(array);
    disks.requireAll(array, "rebuilt after a write to the lost disk");
  }

  @Test
  @Order(7)
  void aWriteWhoseParityIsLostIsKept() {
    InMemory disks = new InMemory(3, 0);
    Answer array = array(disks, 0);
    byte[] block = disks.block();
    disks.expect(1, 0, block); // the parity of stripe 0 belongs on disk 0
    array.write(1, 0, block);
    rebuildAll(array);
    disks.requireAll(array, "rebuilt after a write whose parity was lost");
  }

  @Test
  @Order(8)
  void readsAndWritesMayComeAtAnyTime() {
    for (int round = 0; round < 60; round++) {
      int count = 3 + random.nextInt(4);
      int lost = random.nextInt(count);
      InMemory disks = new InMemory(count, lost);
      Answer array = array(disks, lost);
      for (int step = 0; step < 60; step++) {
        int stripe = random.nextInt(STRIPES);
        int disk = random.nextInt(count);
        if (random.nextInt(5) == 0) {
          array.rebuildNext();
        } else if (disk != disks.parity(stripe)) {
          byte[] block = disks.block();
          disks.expect(disk, stripe, block);
          array.write(disk, stripe, block);
        }
      }
      disks.requireAll(array, "in round " + round);
    }
  }
}
