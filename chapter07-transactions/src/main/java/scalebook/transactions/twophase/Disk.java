package scalebook.transactions.twophase;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** What makes written bytes survive a loss of power, and what such a loss takes. */
class Disk {
  private volatile long safe;

  /** Returns when everything written so far is on the disk itself. */
  void force(FileChannel file) throws IOException {
    long written = file.size();
    file.force(false);
    safe = written;
  }

  /** What was only written is gone: a process that halts would still leave it to the kernel. */
  void losePower(FileChannel file) throws IOException {
    file.truncate(Math.min(safe, file.size()));
  }
}
