package scalebook.lab.story;

import java.util.List;

/**
 * What one line of a timeline tells: an entry, or several that repeat. {@code first} and {@code
 * last} are the numbers of its events in the list of all, {@code nodes} those who took part.
 */
record Moment(
    Kind kind,
    double millis,
    double untilMillis,
    int first,
    int last,
    List<String> nodes,
    String text) {

  /** What it is, and how it is drawn. */
  enum Kind {
    STEP,
    HELD,
    FAILED,
    NOTE,
    EVENT,
    MESSAGE,
    MORE
  }

  boolean detail() {
    return kind == Kind.EVENT || kind == Kind.MESSAGE || kind == Kind.NOTE;
  }

  static Moment of(Entry entry, int number, double at) {
    if (entry instanceof Entry.Event e) {
      return at(Kind.EVENT, at, number, List.of(e.node()), e.text());
    } else if (entry instanceof Entry.Message m) {
      return at(Kind.MESSAGE, at, number, List.of(m.from(), m.to()), m.text());
    } else if (entry instanceof Entry.Step s) {
      return at(Kind.STEP, at, 0, List.of(), s.text());
    } else if (entry instanceof Entry.Note n) {
      return at(Kind.NOTE, at, 0, List.of(), n.text());
    } else if (entry instanceof Entry.Claim c) {
      return at(c.held() ? Kind.HELD : Kind.FAILED, at, 0, List.of(), c.toString());
    }
    throw new IllegalArgumentException("not for a timeline: " + entry);
  }

  static boolean has(Entry entry) {
    return entry instanceof Entry.Event
        || entry instanceof Entry.Message
        || entry instanceof Entry.Step
        || entry instanceof Entry.Note
        || entry instanceof Entry.Claim;
  }

  private static Moment at(Kind kind, double at, int number, List<String> nodes, String text) {
    return new Moment(kind, at, at, number, number, nodes, text);
  }

  /** The whole line. */
  String line() {
    return switch (kind) {
      case EVENT -> who() + ": " + text;
      case MESSAGE -> nodes.get(0) + " → " + nodes.get(nodes.size() - 1) + ": " + text;
      default -> text;
    };
  }

  private String who() {
    String first = nodes.get(0);
    return switch (nodes.size()) {
      case 1 -> first;
      case 2 -> first + ", " + nodes.get(1);
      default -> first + " … " + nodes.get(nodes.size() - 1);
    };
  }
}
