package scalebook.replication.exercise;

import scalebook.lab.exercise.Todo;

/**
 * An array of disks with parity (RAID 5) that has lost a disk. A new, empty one is in its place,
 * and is rebuilt a stripe at a time; clients read and write meanwhile.
 */
public final class ParityRebuild {
  /** What is given. In each stripe the blocks of all disks, the parity among them, XOR to zero. */
  public interface Disks {
    int count();

    int stripes();

    /** The disk that holds the parity of this stripe: another one each time. */
    int parity(int stripe);

    /** What is on the disk now, only to be looked at; of the new one zeros, at first. */
    byte[] read(int disk, int stripe);

    void write(int disk, int stripe, byte[] block);
  }

  /**
   * @param lost the disk that is new, of which nothing is rebuilt yet
   */
  public ParityRebuild(Disks disks, int lost) {}

  /** The block that a client wrote there last, or the parity. */
  public byte[] read(int disk, int stripe) {
    throw new Todo("which disks tell it?");
  }

  /** A client writes a data block; the stripe must XOR to zero afterwards. */
  public void write(int disk, int stripe, byte[] block) {
    throw new Todo("what becomes of the parity?");
  }

  /** Rebuilds the new disk's next block; false when there is none. */
  public boolean rebuildNext() {
    throw new Todo("from all others");
  }
}
