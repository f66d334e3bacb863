package scalebook.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;

/**
 * One direction of one connection: a reader stamps chunks, a writer delivers each when it is due,
 * so that a delay lengthens the way without narrowing it.
 */
final class Direction {
  private static final int CHUNK = 8_192;

  /** With it the bytes under way are at most 4 MiB. */
  private static final int MOST_CHUNKS = 512;

  private record Chunk(long readNanos, byte[] bytes) {}

  private final Wire wire;
  private final Socket from;
  private final Socket to;
  private final boolean there;
  private final BlockingQueue<Chunk> under = new ArrayBlockingQueue<>(MOST_CHUNKS);

  Direction(Wire wire, Socket from, Socket to, boolean there) {
    this.wire = wire;
    this.from = from;
    this.to = to;
    this.there = there;
  }

  void start() {
    Tasks.daemon("wire-read", this::read).start();
    Tasks.daemon("wire-write", this::write).start();
  }

  private void read() {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[CHUNK];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        byte[] bytes = new byte[n];
        System.arraycopy(buffer, 0, bytes, 0, n);
        under.put(new Chunk(System.nanoTime(), bytes));
      }
      under.put(new Chunk(System.nanoTime(), null)); // a polite end travels as data does
    } catch (IOException broken) {
      wire.forget(from);
      wire.forget(to);
      under.clear();
      under.offer(new Chunk(0, null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      OutputStream out = to.getOutputStream();
      boolean gap = false;
      boolean end = false;
      while (!end) {
        Chunk chunk = under.take();
        sleepUntil(chunk.readNanos + wire.fault().delayNanos());
        end = chunk.bytes == null;
        if (wire.fault().swallows(there)) {
          gap = true; // a swallowed end is one, too: the other end waits on
        } else if (gap) {
          throw new IOException("no stream of TCP goes on behind a gap");
        } else if (end) {
          endPolitely();
        } else {
          carry(chunk.bytes, out);
        }
      }
    } catch (IOException broken) {
      wire.forget(from);
      wire.forget(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry(byte[] bytes, OutputStream out) throws IOException, InterruptedException {
    long rate = wire.fault().bytesPerSecond();
    if (rate < Long.MAX_VALUE) {
      TimeUnit.NANOSECONDS.sleep((long) (bytes.length * 1e9 / rate));
    }
    out.write(bytes);
    wire.carried(bytes.length);
  }

  private void endPolitely() throws IOException {
    to.shutdownOutput();
    if (from.isOutputShutdown()) { // the other direction has ended before
      wire.ended(from);
      wire.ended(to);
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left); // the delay itself
    }
  }
}
