package scalebook.microservices.zookeeper;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Lifeline;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.stage.away.Registered;

/** A process that is listed by both, until it is killed. */
public final class Mortal {
  private static final int TRIES = 200;
  private static final long PAUSE_MILLIS = 50;

  private Mortal() {}

  /** Says {@code registered SESSION-MILLIS}. */
  public static void main(String[] args) throws Exception {
    Registered settings = Lifeline.attach(Registered.class, line -> {});
    new Registration(settings.instance(), settings.registry());
    Discovery discovery = new CuratorDiscovery(settings.discovery());
    for (int tried = 1; !registered(discovery, settings, tried); tried++) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    System.out.println("registered " + discovery.sessionMillis());
    Thread.currentThread().join();
  }

  private static boolean registered(Discovery discovery, Registered settings, int tried)
      throws IOException {
    try {
      discovery.register(settings.instance());
      return true;
    } catch (IOException notYet) {
      if (tried == TRIES) {
        throw notYet;
      }
      return false;
    }
  }
}
