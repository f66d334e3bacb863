package scalebook.microservices.registry;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;

/**
 * An instance that says again and again that it is there. When the registry has forgotten it (it is
 * a new one), it registers again, at a random moment: all at once would be the next failure.
 */
public final class Registration implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int LEAVE_MILLIS = 6_000; // the registry tells everybody first
  private static final int MOST_DOUBLINGS = 3;
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final String process = UUID.randomUUID().toString();
  private final Instance instance;
  private final int port;
  private final HttpCaller registry;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long again = -1;
  private long leaseMillis = FIRST_PAUSE_MILLIS;
  private long spreadMillis;
  private volatile long id; // 0: not registered yet

  public Registration(Instance instance, int registryPort) {
    this.instance = instance;
    this.port = registryPort;
    this.registry = new HttpCaller(registryPort, TIMEOUT_MILLIS);
    this.thread = Tasks.daemon("registration-" + instance.name(), this::stay);
    thread.start();
  }

  private void stay() {
    boolean known = false;
    int failures = 0;
    try {
      while (!closed) {
        try {
          if (!known) {
            register();
            known = true;
          } else if (!renew()) {
            known = false;
            again = random(spreadMillis);
            TimeUnit.MILLISECONDS.sleep(again);
            continue;
          }
          failures = 0;
        } catch (IOException | RuntimeException away) {
          // We go on, and so do our callers; the registry will ask us to register. It may be
          // drowning, too: whoever repeats at once, and more and more often, keeps it down.
          failures = Math.min(failures + 1, MOST_DOUBLINGS);
          TimeUnit.MILLISECONDS.sleep(random((leaseMillis / 12) << failures));
          continue;
        }
        // Three times in a lease, and not in step with the others.
        TimeUnit.MILLISECONDS.sleep(leaseMillis / 6 + random(leaseMillis / 6));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static long random(long millis) {
    return ThreadLocalRandom.current().nextLong(millis + 1);
  }

  private void register() throws IOException {
    String body = instance.line() + "\n" + process;
    HttpCaller.Answer answer = registry.call("PUT", "/instances?id=" + id, Map.of(), body);
    if (answer.status() == 410) {
      closed = true; // somebody is about to stop us, or has started another in our place
      return;
    }
    String[] words = answer.orFail().body().strip().split(" ");
    leaseMillis = Long.parseLong(words[0]);
    spreadMillis = Long.parseLong(words[1]);
    id = Long.parseLong(words[2]);
    registry.timeout((int) Math.max(1, leaseMillis / 3));
  }

  /** False when it must register again. */
  private boolean renew() throws IOException {
    int status = registry.post("/instances/" + instance.name() + "?id=" + id, "").status();
    if (status != 200 && status != 404 && status != 410) {
      throw new IOException("status " + status);
    }
    closed |= status == 410;
    return status != 404;
  }

  public boolean registered() {
    return id != 0;
  }

  /** How many milliseconds it chose to wait before it registered again; -1: it never had to. */
  public long againAfter() {
    return again;
  }

  /** Stops renewing; says nothing to the registry, as a process that dies. */
  public void vanish() {
    closed = true;
    thread.interrupt();
  }

  /** Leaves politely: when this returns, no watcher sends anything here any more. */
  @Override
  public void close() {
    vanish();
    registry.close();
    leave(instance.name() + "?id=" + id + "&port=" + instance.port(), port);
  }

  /**
   * Takes an instance out, somebody else's, that is about to be stopped: the one at this port, and
   * no other that has its name by now. False when the registry is away, or a watcher has not said
   * in time that it knows: then calls may still come.
   */
  public static boolean leave(String name, int instancePort, int registryPort) {
    return leave(name + "?port=" + instancePort, registryPort);
  }

  private static boolean leave(String which, int registryPort) {
    try (HttpCaller registry = new HttpCaller(registryPort, LEAVE_MILLIS)) {
      return registry.call("DELETE", "/instances/" + which, Map.of(), "").status() == 200;
    } catch (IOException away) {
      return false; // its lease will end
    }
  }
}
