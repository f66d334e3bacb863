package scalebook.cloning.stage.versus;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.RateLimit;
import scalebook.cloning.front.ResponseCache;
import scalebook.cloning.front.StaticFiles;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.process.Lifeline;

/** The balancer alone in a JVM, with the duties of lesson 1.6. */
final class OurFront {
  /** As the others get it; {@code pem} has certificate and key. */
  record Settings(
      int port, List<Integer> backends, String pem, String files, double perSecond, int burst) {}

  private OurFront() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            new Random());
    Balancer balancer = Balancer.open(settings.port, 1, Limits.defaults(), rotation, news -> {});
    File pem = new File(settings.pem);
    balancer.door(
        FrontDoor.open()
            .tls(
                SslContextBuilder.forServer(pem, pem)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build())
            .deny(Set.of("127.0.0.66"))
            .limit(new RateLimit(settings.perSecond, settings.burst, 10_000, System::nanoTime))
            .files(StaticFiles.of("/static/", Path.of(settings.files)))
            .cache(new ResponseCache(100, System::nanoTime)));
    settings.backends.forEach(
        port -> balancer.add(new Backend("backend-" + port, "127.0.0.1", port)));
    Thread.currentThread().join();
  }
}
