package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.lab.history.History;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Violation;
import scalebook.lab.load.Load;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;

/**
 * Clients that write and read registers at the primary, and keep the history. Some follow the
 * primary; some read over connections of their own to the one of today, and stay with it.
 *
 * <p>Each register is written for a short while only, so that no later write hides a lost one.
 */
public final class RegisterClients implements AutoCloseable {
  public static final int REGISTERS = 400;
  private static final int CALLERS = 3;
  private static final int OPERATIONS = 12;
  private static final long THINK_NANOS = 5_000_000;
  private static final long AWAIT_NANOS = 20_000_000_000L;

  private final History history = new History();
  private final AtomicLong operations = new AtomicLong(OPERATIONS);
  private final AtomicLong askedTheOld = new AtomicLong();
  private final AtomicLong answeredByTheOld = new AtomicLong();
  private volatile boolean changed;
  private final Router router;
  private final Router stays;
  private final Load moving;
  private final Load staying;

  /**
   * @param stays the router of those that stay, closed with them
   */
  RegisterClients(Router router, Router stays) {
    this.router = router;
    this.stays = stays;
    for (List<String> register : registers(router)) {
      history.write("setup", router.primaryName(), register.get(0), register.get(1)).ok();
    }
    this.moving = Load.closed(CALLERS, Long.MAX_VALUE, number -> move());
    this.staying = Load.closed(CALLERS, Long.MAX_VALUE, number -> stay());
  }

  /** As they are before anybody writes: on a busy machine a connection may end meanwhile. */
  private static List<List<String>> registers(Router router) {
    List<List<String>> registers = new ArrayList<>();
    Waiting.until(AWAIT_NANOS, () -> read(router, registers), () -> "nobody tells the registers");
    return registers;
  }

  private static boolean read(Router router, List<List<String>> registers) {
    String all = "SELECT id, cents FROM accounts WHERE id < ?";
    Sql.Work<List<List<String>>> asks =
        c -> Sql.query(c, r -> List.of(key(r.getInt(1)), r.getString(2)), all, REGISTERS);
    try {
      return registers.addAll(router.session(Reads.PRIMARY).read(asks));
    } catch (SQLException ended) {
      return false; // whoever is primary now is asked
    }
  }

  private static String key(int register) {
    return "r" + register;
  }

  private static int register(long operation) {
    return (int) (operation / OPERATIONS % REGISTERS);
  }

  private void move() {
    long number = operations.getAndIncrement();
    int register = register(number);
    String client = "client-" + Thread.currentThread().getName();
    if (number % 3 == 0) {
      write(client, register, number);
    } else {
      read(client, router, register);
    }
    LockSupport.parkNanos(THINK_NANOS);
  }

  private void write(String client, int register, long value) {
    History.Pending write =
        history.write(client, router.primaryName(), key(register), String.valueOf(value));
    try {
      String set = "UPDATE accounts SET cents = ? WHERE id = ?";
      long answered = router.write(c -> Sql.change(c, set, value, register)).epoch();
      write.ok();
      if (answered > stays.epoch()) {
        changed = true;
      }
    } catch (SQLException nobodyKnows) {
      write.unknown();
    }
  }

  /** What the others wrote last. */
  private void stay() {
    boolean old = changed;
    String client = "stays-" + Thread.currentThread().getName();
    boolean answered = read(client, stays, register(operations.get() - OPERATIONS));
    askedTheOld.addAndGet(old ? 1 : 0);
    answeredByTheOld.addAndGet(old && answered ? 1 : 0);
    LockSupport.parkNanos(THINK_NANOS);
  }

  private boolean read(String client, Router from, int register) {
    History.Pending read = history.read(client, from.primaryName(), key(register));
    try {
      long found = from.session(Reads.PRIMARY).read(c -> Accounts.balance(c, register));
      read.ok(List.of(String.valueOf(found)));
      return true;
    } catch (SQLException noAnswer) {
      read.unknown();
      return false;
    }
  }

  /** Ends, once the old primary was asked often enough, with one read of every register. */
  void stop(int asked) throws InterruptedException, SQLException {
    Waiting.until(AWAIT_NANOS, () -> askedTheOld.get() >= asked, () -> "nobody asks the old one");
    staying.stop();
    moving.stop();
    for (List<String> register : registers(router)) {
      String key = register.get(0);
      history.read("auditor", router.primaryName(), key).ok(List.of(register.get(1)));
    }
  }

  int operations() {
    return history.operations().size();
  }

  /** Reads of the old primary that were begun after a newer one had answered. */
  long askedTheOld() {
    return askedTheOld.get();
  }

  long answeredByTheOld() {
    return answeredByTheOld.get();
  }

  /** Whether it was as if there were one copy. */
  Optional<Violation> violation() {
    return Registers.check(history.operations());
  }

  @Override
  public void close() {
    staying.close();
    moving.close();
    stays.close();
  }
}
