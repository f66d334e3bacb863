package scalebook.cloning.stage.takeover;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.takeover.Remembering;
import scalebook.cloning.takeover.Standby;
import scalebook.engines.http.Answer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.engines.process.Lifeline;

/**
 * One of two balancers, a process of its own: says {@code control PORT}, hears {@code peer PORT},
 * then says {@code active MISSED} and {@code passive} as it becomes so.
 */
final class Twin {
  private static final int CHECK_MILLIS = 5;

  private final Settings settings;
  private final Service control;
  private volatile Balancer balancer;

  /**
   * How it is set up.
   *
   * @param port the public one
   * @param mostMissed heartbeats in a row before it takes over
   * @param keeper the lease keeper's port, 0 for none
   * @param hash clients are placed by a hash, not by a table in memory
   */
  record Settings(
      String name,
      int port,
      int keeper,
      int beatMillis,
      int mostMissed,
      boolean hash,
      List<Integer> backends) {}

  private Twin(Settings settings) {
    this.settings = settings;
    this.control = Service.on(0, "control", 4).route("/beat", call -> beat()).start();
  }

  /** Only the active one says that it lives. */
  private Answer beat() {
    return balancer == null ? Answer.text(503, "passive") : Answer.ok("active");
  }

  public static void main(String[] args) throws Exception {
    CompletableFuture<Integer> peer = new CompletableFuture<>();
    Settings settings =
        Lifeline.attach(Settings.class, line -> peer.complete(Integer.parseInt(line)));
    Twin twin = new Twin(settings);
    System.out.println("control " + twin.control.port());
    twin.watch(peer.get());
  }

  private void watch(int peer) throws Exception {
    long leaseNanos = settings.beatMillis * 1_800_000L; // ends before a third beat is missed
    Standby standby =
        new Standby(
            settings.mostMissed,
            leaseNanos,
            settings.keeper == 0 ? Standby.Keeper.NONE : this::granted,
            System::nanoTime);
    try (HttpCaller other = new HttpCaller(peer, settings.beatMillis)) {
      for (long next = System.nanoTime(); ; next += settings.beatMillis * 1_000_000L) {
        become(standby.beat(heard(other)), standby.missed());
        while (System.nanoTime() - next < settings.beatMillis * 1_000_000L) {
          TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS); // the heartbeat's own pace
          become(standby.isActive(), standby.missed());
        }
      }
    }
  }

  private static boolean heard(HttpCaller other) {
    try {
      return other.get("/beat").status() == 200;
    } catch (IOException missed) {
      return false;
    }
  }

  private boolean granted(long nanos) {
    try (HttpCaller keeper = new HttpCaller(settings.keeper, settings.beatMillis)) {
      return keeper.get("/lease?to=" + settings.name + "&nanos=" + nanos).status() == 200;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private void become(boolean active, int missed) {
    if (active && balancer == null) {
      Policy turns = Policy.Kind.ROUND_ROBIN.create();
      Rotation rotation =
          new Rotation(
              settings.hash ? Policy.Kind.ADDRESS_HASH.create() : new Remembering(turns),
              Rotation.Settings.defaults(),
              System::nanoTime,
              () -> ThreadLocalRandom.current().nextLong());
      balancer = Balancer.shared(settings.port, Limits.defaults(), rotation);
      balancer.trustForwardedFor(true); // the clients of the lesson have one address
      balancer.door(new Named(settings.name));
      settings.backends.forEach(
          port -> balancer.add(new Backend("clone-" + port, "127.0.0.1", port)));
      System.out.println("active " + missed);
    } else if (!active && balancer != null) {
      balancer.close();
      balancer = null;
      System.out.println("passive");
    }
  }
}
