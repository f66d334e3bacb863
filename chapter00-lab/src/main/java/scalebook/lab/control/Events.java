package scalebook.lab.control;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import scalebook.engines.json.Json;

/**
 * What happened, numbered from 1. Whoever tells never waits: a reader who is too slow is cut off,
 * and comes back with the number of the last event that it has.
 */
public final class Events {
  private static final int KEPT = 1_000;
  private static final int QUEUED = 1_000;
  private static final int MOST_READERS = 8;
  private static final long STUCK_NANOS = 5_000_000_000L;
  private static final long SILENT_SECONDS = 2;

  private final Deque<Event> kept = new ArrayDeque<>();
  private final Set<Reader> readers = new HashSet<>();
  private long last;

  private record Event(long number, String type, String json) {
    byte[] frame() {
      return "id: %d\nevent: %s\ndata: %s\n\n"
          .formatted(number, type, json)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Something at a node. */
  public record Happened(long atMillis, String node, String text) {}

  /**
   * How it is now; what came before this event's number is in it.
   *
   * @param missed events between the last one the reader had and the first one that is still kept
   */
  private record Snapshot(long missed, Object status) {}

  /** What is now; it may fail, and then there is no snapshot. */
  @FunctionalInterface
  public interface State {
    Object now() throws Exception;
  }

  /** One connection; its thread writes, and is interrupted when it must end. */
  private static final class Reader {
    private final Thread thread = Thread.currentThread();
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUED);
    private volatile long writingSince;

    boolean stuck() {
      long since = writingSince;
      return since != 0 && System.nanoTime() - since > STUCK_NANOS;
    }
  }

  public void happened(String node, String text) {
    tell("event", new Happened(System.currentTimeMillis(), node, text));
  }

  /** Something of another type; {@code data} becomes JSON. */
  public synchronized void tell(String type, Object data) {
    Event event = new Event(++last, type, Json.text(data));
    kept.add(event);
    if (kept.size() > KEPT) {
      kept.remove();
    }
    readers.removeIf(reader -> cutOff(!reader.queue.offer(event) || reader.stuck(), reader));
  }

  /** A thread that writes to a full socket hears nothing but this, which closes it. */
  private static boolean cutOff(boolean slow, Reader reader) {
    if (slow) {
      reader.thread.interrupt();
    }
    return slow;
  }

  /** Nothing when there are too many readers. */
  private synchronized Reader join(long after, List<Event> missed) {
    readers.removeIf(reader -> cutOff(reader.stuck(), reader));
    if (readers.size() >= MOST_READERS) {
      return null;
    }
    kept.stream().filter(event -> event.number > after).forEach(missed::add);
    Reader reader = new Reader();
    readers.add(reader);
    return reader;
  }

  private synchronized void leave(Reader reader) {
    readers.remove(reader);
  }

  /** Of the last event so far. */
  public synchronized long last() {
    return last;
  }

  /** False, with nothing written, when there are too many; else returns when the reader is gone. */
  public boolean stream(long lastSeen, State state, OutputTo to) throws IOException {
    long after = lastSeen > last() ? 0 : lastSeen; // of another run
    List<Event> missed = new ArrayList<>();
    Reader reader = join(after, missed);
    if (reader == null) {
      return false;
    }
    try {
      OutputStream out = to.open();
      long first = missed.isEmpty() ? after + 1 : missed.get(0).number;
      write(reader, out, missed);
      long number = missed.isEmpty() ? after : missed.get(missed.size() - 1).number;
      Object now = new Snapshot(first - after - 1, state.now());
      write(reader, out, List.of(new Event(number, "snapshot", Json.text(now))));
      while (true) {
        List<Event> some = new ArrayList<>();
        Event next = reader.queue.poll(SILENT_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
          some.add(next);
          reader.queue.drainTo(some);
        }
        write(reader, out, some);
      }
    } catch (InterruptedException cut) {
      throw new IOException("cut off", cut);
    } catch (IOException gone) {
      throw gone;
    } catch (Exception noState) {
      throw new IOException(noState);
    } finally {
      leave(reader);
    }
  }

  /** Where the stream goes, opened when it is certain that there is one. */
  @FunctionalInterface
  public interface OutputTo {
    OutputStream open() throws IOException;
  }

  /** An empty line of comment where there is nothing: or a reader that left is never noticed. */
  private static void write(Reader reader, OutputStream out, List<Event> events)
      throws IOException {
    reader.writingSince = System.nanoTime();
    if (events.isEmpty()) {
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
    }
    for (Event event : events) {
      out.write(event.frame());
    }
    out.flush();
    reader.writingSince = 0;
  }
}
