package scalebook.replication.solution;

import scalebook.replication.exercise.ParityRebuild.Disks;

/** What is not rebuilt is computed, and everything else asks as if it was there. */
public final class ParityRebuild {
  private final Disks disks;
  private final int lost;
  private int rebuilt;

  public ParityRebuild(Disks disks, int lost) {
    this.disks = disks;
    this.lost = lost;
  }

  public byte[] read(int disk, int stripe) {
    if (disk != lost || stripe < rebuilt) {
      return disks.read(disk, stripe);
    }
    byte[] sum = new byte[0];
    for (int other = 0; other < disks.count(); other++) {
      if (other != lost) {
        sum = xor(disks.read(other, stripe), sum);
      }
    }
    return sum;
  }

  /** Of which the second one may be shorter. */
  private static byte[] xor(byte[] one, byte[] other) {
    byte[] sum = one.clone();
    for (int i = 0; i < other.length; i++) {
      sum[i] ^= other[i];
    }
    return sum;
  }

  public void write(int disk, int stripe, byte[] block) {
    int at = disks.parity(stripe);
    byte[] parity = xor(xor(read(at, stripe), read(disk, stripe)), block);
    disks.write(disk, stripe, block);
    disks.write(at, stripe, parity);
  }

  public boolean rebuildNext() {
    if (rebuilt == disks.stripes()) {
      return false;
    }
    disks.write(lost, rebuilt, read(lost, rebuilt));
    rebuilt++;
    return true;
  }
}
