package scalebook.lab.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The search of Wing and Gong for an order of one register's operations, with Lowe's memory: a set
 * of operations that has been put in order with the same value at its end need not be tried again.
 */
final class Linearization {
  private static final String ABSENT = "";

  /** A start or an end, in a list of all by time. */
  private static final class Point {
    private final Operation operation;
    private final int number;
    private final long nanos;
    private Point end; // of a start; none when the outcome is unknown
    private Point before;
    private Point after;

    Point(Operation operation, int number, long nanos) {
      this.operation = operation;
      this.number = number;
      this.nanos = nanos;
    }

    boolean isStart() {
      return number >= 0;
    }

    void takeOut() {
      before.after = after;
      if (after != null) {
        after.before = before;
      }
    }

    void putBack() {
      before.after = this;
      if (after != null) {
        after.before = this;
      }
    }
  }

  /** All up to a number are in the order, of those above it these. */
  private record Tried(int below, long[] above, String value) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Tried t
          && below == t.below
          && value.equals(t.value)
          && Arrays.equals(above, t.above);
    }

    @Override
    public int hashCode() {
      return (below * 31 + Arrays.hashCode(above)) * 31 + value.hashCode();
    }
  }

  private record Step(Point start, String valueBefore) {}

  private final Point head = new Point(null, -1, Long.MIN_VALUE);
  private final BitSet ordered = new BitSet();
  private final Set<Tried> tried = new HashSet<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private String value = ABSENT;
  private int answersLeft;

  private Linearization(List<Operation> operations) {
    List<Point> points = new ArrayList<>();
    List<Operation> byStart =
        operations.stream().sorted(Comparator.comparingLong(Operation::startNanos)).toList();
    for (int i = 0; i < byStart.size(); i++) {
      Operation each = byStart.get(i);
      Point start = new Point(each, i, each.startNanos());
      points.add(start);
      if (each.isOk()) {
        start.end = new Point(each, -1, each.endNanos());
        points.add(start.end);
        answersLeft++;
      }
    }
    // At the same instant starts come first: then the two are taken as being under way together.
    points.sort(Comparator.comparingLong((Point p) -> p.nanos).thenComparing(p -> !p.isStart()));
    Point last = head;
    for (Point point : points) {
      last.after = point;
      point.before = last;
      last = point;
    }
  }

  static boolean exists(List<Operation> operations) {
    return new Linearization(operations).search();
  }

  private boolean search() {
    Point at = head.after;
    while (answersLeft > 0) {
      if (at.isStart()) {
        at = goOn(at) ? head.after : at.after;
      } else if (steps.isEmpty()) {
        return false; // this answer came before anything could explain it
      } else {
        at = goBack();
      }
    }
    return true;
  }

  /** Puts it next in the order, where that is possible and was not tried yet. */
  private boolean goOn(Point start) {
    Operation operation = start.operation;
    if (!possible(operation)) {
      return false;
    }
    String next = operation.isRead() ? value : operation.value();
    ordered.set(start.number);
    int below = ordered.nextClearBit(0);
    long[] above = ordered.get(below, Math.max(below, ordered.length())).toLongArray();
    if (!tried.add(new Tried(below, above, next))) {
      ordered.clear(start.number);
      return false;
    }
    steps.push(new Step(start, value));
    value = next;
    start.takeOut();
    if (start.end != null) {
      start.end.takeOut();
      answersLeft--;
    }
    return true;
  }

  private boolean possible(Operation operation) {
    return switch (operation.action()) {
      case READ ->
          operation.seen().isEmpty() ? value.equals(ABSENT) : operation.seen().get(0).equals(value);
      case CAS -> operation.expected().equals(value);
      default -> true;
    };
  }

  /** Undoes the last one; the search goes on behind it. */
  private Point goBack() {
    Step step = steps.pop();
    Point start = step.start;
    value = step.valueBefore;
    ordered.clear(start.number);
    if (start.end != null) {
      start.end.putBack();
      answersLeft++;
    }
    start.putBack();
    return start.after;
  }
}
