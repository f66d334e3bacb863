package scalebook.lab.fault;

import java.util.concurrent.atomic.AtomicInteger;

/** Named places in a program at which it can be told to end, as a loss of power would end it. */
@FunctionalInterface
public interface Crash {
  Crash NEVER = place -> {};

  /** The exit status of a process that ended where it was told to. */
  int STATUS = 99;

  /** The program is here now. Places are lower-case words: {@code after-prepare}. */
  void at(String place);

  /** At the n-th visit of {@code place#n}, or at the first of {@code place}, does what is given. */
  static Crash when(String wanted, Runnable then) {
    String[] parts = wanted.split("#");
    AtomicInteger left = new AtomicInteger(parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
    return place -> {
      if (place.equals(parts[0]) && left.decrementAndGet() == 0) {
        then.run();
      }
    };
  }

  /** No finally, no shutdown hook, no goodbye to any server. */
  static Crash halt(String wanted) {
    return when(wanted, () -> Runtime.getRuntime().halt(STATUS));
  }
}
