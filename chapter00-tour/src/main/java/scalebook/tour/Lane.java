package scalebook.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import scalebook.engines.http.Refused;
import scalebook.engines.process.Tasks;

/** One thing runs at a time, or measurements spoil each other. The others wait their turn. */
final class Lane implements AutoCloseable {
  private static final int MOST_WAITING = 20;
  private static final long END_MILLIS = 40_000;

  /** What takes a turn. */
  interface Turn {
    /** {@code lesson 1.1 --quick}. */
    String title();

    /** Returns when it is over. */
    void run() throws Exception;

    /** Makes {@link #run} return soon. */
    void stop();
  }

  /** As the page shows it; the first one runs. */
  record Waiting(long id, String title) {}

  private record Entry(long id, Turn turn) {}

  private final Board board;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final List<Entry> all = new ArrayList<>();
  private final Thread thread = Tasks.daemon("lane", this::work);
  private long last;

  Lane(Board board) {
    this.board = board;
    thread.start();
  }

  /** False when the same one runs or waits already. */
  synchronized boolean add(Turn turn) {
    if (all.size() > MOST_WAITING) {
      throw new Refused(429, "too many are waiting");
    }
    if (all.stream().anyMatch(one -> one.turn.title().equals(turn.title()))) {
      return false;
    }
    Entry entry = new Entry(++last, turn);
    all.add(entry);
    queue.add(entry);
    show();
    return true;
  }

  /** Whether it runs or waits. */
  synchronized void stop(long id) {
    all.stream().filter(one -> one.id == id).findFirst().ifPresent(this::stop);
  }

  private void stop(Entry entry) {
    if (queue.remove(entry)) {
      all.remove(entry);
      show();
    } else {
      entry.turn.stop();
    }
  }

  private void show() {
    board.put("queue", all.stream().map(one -> new Waiting(one.id, one.turn.title())).toList());
  }

  private void work() {
    try {
      while (true) {
        Entry next = queue.take();
        board.put("problem", "");
        try {
          next.turn.run();
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          board.put("problem", next.turn.title() + ": " + e.getMessage());
        }
        synchronized (this) {
          all.remove(next);
          show();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    synchronized (this) {
      queue.clear();
      all.forEach(one -> one.turn.stop());
    }
    thread.interrupt();
    thread.join(END_MILLIS); // a frozen process is ended by force, which somebody must do
  }
}
