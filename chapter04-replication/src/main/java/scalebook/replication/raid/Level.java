package scalebook.replication.raid;

import java.util.Set;
import java.util.stream.IntStream;

/** How copies or parity are laid over disks, and what that promises. */
public enum Level {
  /** Data only. */
  RAID0(false) {
    @Override
    public int data(int disks) {
      return disks;
    }

    @Override
    public boolean survives(int disks, Set<Integer> lost) {
      return lost.isEmpty();
    }

    @Override
    public int writes(int disks) {
      return 1;
    }
  },

  /** Every disk is a copy. */
  RAID1(false) {
    @Override
    public int data(int disks) {
      return 1;
    }

    @Override
    public boolean survives(int disks, Set<Integer> lost) {
      return lost.size() < disks;
    }

    @Override
    public int writes(int disks) {
      return disks;
    }
  },

  /** One parity block a stripe. */
  RAID5(true) {
    @Override
    public int data(int disks) {
      return disks - 1;
    }

    @Override
    public boolean survives(int disks, Set<Integer> lost) {
      return lost.size() <= 1;
    }

    @Override
    public int writes(int disks) {
      return 2;
    }
  },

  /** Two parity blocks a stripe. */
  RAID6(true) {
    @Override
    public int data(int disks) {
      return disks - 2;
    }

    @Override
    public boolean survives(int disks, Set<Integer> lost) {
      return lost.size() <= 2;
    }

    @Override
    public int writes(int disks) {
      return 3;
    }
  },

  /** Pairs of copies. */
  RAID10(false) {
    @Override
    public int data(int disks) {
      return disks / 2;
    }

    @Override
    public boolean survives(int disks, Set<Integer> lost) {
      return IntStream.range(0, disks / 2)
          .noneMatch(pair -> lost.containsAll(Set.of(2 * pair, 2 * pair + 1)));
    }

    @Override
    public int writes(int disks) {
      return 2;
    }
  };

  private final boolean parity;

  Level(boolean parity) {
    this.parity = parity;
  }

  /** Of so many disks, how many hold data: the rest is the price. */
  public abstract int data(int disks);

  /** What the level promises. */
  public abstract boolean survives(int disks, Set<Integer> lost);

  /** Blocks written for one block that a client writes. */
  public abstract int writes(int disks);

  boolean parity() {
    return parity;
  }

  /** As in {@code RAID 10}. */
  @Override
  public String toString() {
    return name().replace("RAID", "RAID ");
  }
}
