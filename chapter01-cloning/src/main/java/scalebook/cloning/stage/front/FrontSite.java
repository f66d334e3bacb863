package scalebook.cloning.stage.front;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.front.Bucket;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.RateLimit;
import scalebook.cloning.front.ResponseCache;
import scalebook.cloning.front.Routes;
import scalebook.cloning.front.SelfSigned;
import scalebook.cloning.front.StaticFiles;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.worker.SiteApp;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.Lab;
import scalebook.lab.Own;

/** Clones of a site, the last of them for its admins, behind one public address. */
public final class FrontSite implements AutoCloseable {
  static final String DENIED = "127.0.0.66";
  static final String PREFIX = "/static/";
  private static final int PER_CLONE = 20; // all of them together fewer than a flood needs
  private static final int BOUND_SECONDS = 10;

  private final Path folder;
  private final Path files;
  private final int admin;
  private final Cluster cluster;
  private final SelfSigned identity;
  private final Outside outside;
  private final Predicate<String> duties;
  private final Own own;

  private FrontSite(
      Predicate<String> duties, Own own, int workers, Lab lab, BiConsumer<String, String> events)
      throws Exception {
    this.duties = duties;
    this.own = own;
    this.admin = workers;
    this.folder = lab.workspace().folder("front");
    this.files = Files.createDirectories(folder.resolve("static"));
    Files.writeString(files.resolve("book.css"), "body { max-width: 60em }\n");
    identity = SelfSigned.create();
    outside = new Outside(identity);
    Limits limits = Limits.defaults().perClone(PER_CLONE);
    Front.Setup front =
        Front.Setup.defaults().limits(limits.attempts(duties.test("retry") ? 3 : 1));
    cluster =
        Cluster.open(
            Cluster.Setup.of(new SiteApp(files), workers)
                .front(front)
                .front("plain", front)
                .front("whole", front)
                .front("redirect", front),
            lab,
            events);
    cluster.balancer().door(door(duties));
    for (String name : new String[] {"balancer", "plain"}) {
      cluster.front(name).balancer().trustForwardedFor(!duties.test("hygiene"));
      cluster.front(name).balancer().rotation().policy(policy(duties.test("routes")));
    }
  }

  /**
   * {@code duties} by their names in the lesson; of the {@code workers} the last one is for admins.
   */
  public static FrontSite open(
      Predicate<String> duties, Own own, int workers, Lab lab, BiConsumer<String, String> events)
      throws Exception {
    Outside.needAddresses();
    return new FrontSite(duties, own, workers, lab, events);
  }

  private FrontDoor door(Predicate<String> with) throws Exception {
    FrontDoor door = FrontDoor.open();
    door = with.test("tls") ? door.tls(identity.server()) : door;
    door = with.test("deny-list") ? door.deny(Set.of(DENIED)) : door;
    door = with.test("rate-limit") ? door.limit(limit(10, 10)) : door;
    door = with.test("files") ? door.files(StaticFiles.of(PREFIX, files)) : door;
    return with.test("cache") ? door.cache(new ResponseCache(100, System::nanoTime)) : door;
  }

  /** Of the reader's buckets, where there are any: one thread asks each. */
  private RateLimit limit(double perSecond, int burst) {
    LongFunction<Bucket> mine =
        now -> {
          Bucket one = own.made("TokenBucket", Bucket.class, perSecond, burst).orElseThrow();
          return nanos -> {
            synchronized (one) {
              return one.take(nanos);
            }
          };
        };
    return own.has("TokenBucket")
        ? new RateLimit(mine, 1_000, System::nanoTime)
        : new RateLimit(perSecond, burst, 1_000, System::nanoTime);
  }

  /** All duties, as the other products get them: five requests in 50 s from each client. */
  void wholeDoor(Balancer https, Balancer plain) throws Exception {
    https.door(door(duty -> true).limit(limit(0.1, 5)));
    https.rotation().policy(policy(true));
    plain.door(FrontDoor.open().deny(Set.of(DENIED)).redirect(https.port()));
  }

  private Policy policy(boolean routes) {
    List<Routes.Route> all =
        List.of(
            new Routes.Route("admin.localhost", "/", "admin"),
            new Routes.Route("", "/admin/", "admin"),
            new Routes.Route("", "/", "shop"));
    Policy.Kind turns = Policy.Kind.ROUND_ROBIN;
    return routes ? new Routes(all, this::group, turns::create) : turns.create();
  }

  private String group(Backend backend) {
    return group(backend.name());
  }

  /** By a worker's name. */
  String group(String worker) {
    return worker.startsWith("worker-" + admin + ".") ? "admin" : "shop";
  }

  /** A client of the public address. */
  HttpCaller client(String address) {
    return outside.at(address, cluster.port(), has("tls"));
  }

  Outside outside() {
    return outside;
  }

  Cluster cluster() {
    return cluster;
  }

  boolean has(String duty) {
    return duties.test(duty);
  }

  SelfSigned identity() {
    return identity;
  }

  /** For other products, before the same clones. */
  Rivals.Description description() throws Exception {
    return new Rivals.Description(
        folder,
        Rivals.pem(folder, identity),
        files,
        ports("shop"),
        ports("admin"),
        Rivals.Limit.FEW);
  }

  /** Where the clones of a group listen. */
  List<Integer> ports(String group) throws Exception {
    return status()
        .filter(s -> group(s.worker()).equals(group))
        .map(Supervisor.Status::port)
        .toList();
  }

  /** Requests that reached any clone so far, as the clones count them. */
  long asked() throws Exception {
    long all = 0;
    for (int port : status().map(Supervisor.Status::port).toList()) {
      try (HttpCaller caller = new HttpCaller(port, 5_000)) {
        all += Long.parseLong(caller.get("/asked").body().strip());
      }
    }
    return all;
  }

  private Stream<Supervisor.Status> status() throws Exception {
    return Supervisor.await(cluster.supervisor().status(), BOUND_SECONDS).stream();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
