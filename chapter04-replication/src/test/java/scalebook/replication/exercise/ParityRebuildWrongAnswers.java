package scalebook.replication.exercise;

import scalebook.replication.exercise.ParityRebuild.Disks;

/** What people really write. */
final class ParityRebuildWrongAnswers {
  /** Right, to be spoilt. */
  private static class Base implements ParityRebuildContract.Answer {
    final Disks disks;
    final int lost;
    int rebuilt;

    Base(Disks disks, int lost) {
      this.disks = disks;
      this.lost = lost;
    }

    byte[] others(int disk, int stripe) {
      byte[] sum = null;
      for (int other = 0; other < disks.count(); other++) {
        if (other != disk) {
          byte[] block = disks.read(other, stripe);
          sum = sum == null ? block : xor(sum, block);
        }
      }
      return sum;
    }

    @Override
    public byte[] read(int disk, int stripe) {
      return disk != lost || stripe < rebuilt ? disks.read(disk, stripe) : others(disk, stripe);
    }

    @Override
    public void write(int disk, int stripe, byte[] block) {
      int at = disks.parity(stripe);
      byte[] parity = xor(xor(read(at, stripe), read(disk, stripe)), block);
      disks.write(disk, stripe, block);
      disks.write(at, stripe, parity);
    }

    @Override
    public boolean rebuildNext() {
      if (rebuilt == disks.stripes()) {
        return false;
      }
      disks.write(lost, rebuilt, others(lost, rebuilt));
      rebuilt++;
      return true;
    }
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= other[i];
    }
    return sum;
  }

  /** The new disk is there, so it is read: zeros. */
  static class ReadsTheNewDisk extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public byte[] read(int disk, int stripe) {
          return disks.read(disk, stripe);
        }
      };
    }
  }

  /** Computes for ever what it has rebuilt: all others are read for each block. */
  static class NeverTrustsTheNewDisk extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public byte[] read(int disk, int stripe) {
          return disk == lost ? others(disk, stripe) : disks.read(disk, stripe);
        }
      };
    }
  }

  /** The next stripe counts as rebuilt before it is. */
  static class OneTooEarly extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public byte[] read(int disk, int stripe) {
          boolean there = disk != lost || stripe < rebuilt || stripe == rebuilt && rebuilt > 0;
          return there ? disks.read(disk, stripe) : others(disk, stripe);
        }
      };
    }
  }

  /** Writes the block alone. */
  static class ForgetsTheParity extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public void write(int disk, int stripe, byte[] block) {
          disks.write(disk, stripe, block);
        }
      };
    }
  }

  /** The old block stays in the parity. */
  static class AddsOnlyTheNewBlock extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public void write(int disk, int stripe, byte[] block) {
          int at = disks.parity(stripe);
          byte[] parity = xor(read(at, stripe), block);
          disks.write(disk, stripe, block);
          disks.write(at, stripe, parity);
        }
      };
    }
  }

  /** A block of the lost disk goes nowhere: it will be rebuilt, won't it? */
  static class SkipsWritesToTheLostDisk extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public void write(int disk, int stripe, byte[] block) {
          if (disk != lost || stripe < rebuilt) {
            super.write(disk, stripe, block);
          }
        }
      };
    }
  }

  /** Takes the old block and the old parity from the disks, also where they are not rebuilt. */
  static class BelievesTheZeros extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public void write(int disk, int stripe, byte[] block) {
          int at = disks.parity(stripe);
          byte[] parity = xor(xor(disks.read(at, stripe), disks.read(disk, stripe)), block);
          disks.write(disk, stripe, block);
          disks.write(at, stripe, parity);
        }
      };
    }
  }

  /** Parity is on the last disk, always. */
  static class ParityOnTheLastDisk extends ParityRebuildContract {
    @Override
    Answer array(Disks disks, int lost) {
      return new Base(disks, lost) {
        @Override
        public void write(int disk, int stripe, byte[] block) {
          int at = disks.count() - 1;
          byte[] parity = xor(xor(read(at, stripe), read(disk, stripe)), block);
          disks.write(disk, stripe, block);
          disks.write(at, stripe, parity);
        }
      };
    }
  }

  private ParityRebuildWrongAnswers() {}
}
