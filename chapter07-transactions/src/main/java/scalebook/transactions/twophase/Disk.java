package scalebook.transactions.twophase;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.locks.LockSupport;

/** What makes written bytes survive a loss of power, and what such a loss takes. */
class Disk {
  private long safe;
  private boolean dark;

  /** Returns when everything written so far is on the disk itself. */
  synchronized void force(RandomAccessFile file) throws IOException {
    while (dark) {
      LockSupport.park(); // without power nothing returns: the process is about to halt
    }
    long written = file.length();
    file.getFD().sync();
    safe = written;
  }

  /** What was only written is gone: a process that halts would still leave it to the kernel. */
  synchronized void losePower(RandomAccessFile file) throws IOException {
    dark = true;
    file.setLength(Math.min(safe, file.length()));
  }

  /** As many write it: what is written is on disk, is it not? */
  static final class Unforced extends Disk {
    @Override
    void force(RandomAccessFile file) {
      // The write has returned, and the kernel will do it some time.
    }
  }
}
