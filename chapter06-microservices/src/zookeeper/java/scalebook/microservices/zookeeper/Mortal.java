package scalebook.microservices.zookeeper;

import scalebook.engines.process.Lifeline;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.stage.away.Registered;

/** A process that is listed by both, until it is killed. */
public final class Mortal {
  private Mortal() {}

  /** Says {@code registered SESSION-MILLIS}. */
  public static void main(String[] args) throws Exception {
    Registered settings = Lifeline.attach(Registered.class, line -> {});
    Discovery discovery = new CuratorDiscovery(settings.discovery());
    Registry.at(settings.registry()).register(settings.instance());
    new Registry.Theirs(discovery).register(settings.instance());
    System.out.println("registered " + discovery.sessionMillis());
    Thread.currentThread().join();
  }
}
