package scalebook.transactions.outbox;

import java.util.List;

/** A stream of events: each group of consumers sees all of them, at least once. */
public interface Events extends AutoCloseable {
  /** Returns when the stream keeps it. */
  void add(Event event);

  /** A relay waits when consumers do not keep up. */
  boolean full();

  /** Forgets what every one of these groups has acknowledged. */
  void trim(List<String> groups);

  /** A group that begins with the first event; what was handed out is handed out again. */
  void join(String group);

  /** What was handed out and never acknowledged, from the first on. */
  List<Received> again(String group);

  /** What is new; waits a moment for it. */
  List<Received> fresh(String group);

  void acknowledge(String group, String at);

  /** Every one of these groups has acknowledged every event. */
  boolean drained(List<String> groups);

  @Override
  void close();

  /** An event that came through the stream, and its place there. */
  record Received(String at, Event event) {}
}
