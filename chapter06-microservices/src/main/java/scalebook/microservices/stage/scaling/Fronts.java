package scalebook.microservices.stage.scaling;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.scaling.Reading;
import scalebook.cloning.scaling.Rule;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.engines.http.Answer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.lab.Lab;
import scalebook.lab.load.Load;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.resilience.Deadline;

/** A front that its callers find through the registry, over a database that does not grow. */
public final class Fronts implements AutoCloseable {
  public static final int FLOOR = 2;
  private static final int CEILING = 5;
  private static final int CALLERS = 20;
  private static final int THREADS = 4; // of an instance, and connections
  private static final int WORK_MILLIS = 30;
  private static final int TARGET_MILLIS = 35; // no wait, mostly
  private static final int LATER = 429;
  private static final int LATER_MILLIS = 5 * Door.QUERY_MILLIS; // at most; or they only ask
  private static final long CALL_MILLIS = 20_000;
  private static final Timing PATIENT = new Timing(20_000, 600); // nobody dies here

  private final MySql database;
  private final RegistryServer registry = new RegistryServer(0, PATIENT, true);
  private final Door door;
  private final List<Front> instances = new ArrayList<>();
  private final ServiceCaller caller =
      new ServiceCaller("front", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN, 1);
  private final AtomicLong toldLater = new AtomicLong();

  /** Its database has connections for the door and for the first instances. */
  public Fronts(Lab lab) throws Exception {
    database = lab.mysql("fixed");
    int all = THREADS + FLOOR * THREADS;
    try (Connection connection = database.connect()) {
      Sql.run(connection, "SET GLOBAL max_connections = " + all);
    }
    door = new Door(database, THREADS);
    scale(FLOOR);
  }

  /** One instance: work of its own, and the database by its own connections or by the door. */
  private final class Front implements AutoCloseable {
    private final Service service = Service.on(0, "front", THREADS);
    private final Door own = new Door(database, THREADS);
    private final Registration registration;

    Front(String name) throws SQLException {
      service.route("/work", call -> work());
      service.route("/own", call -> answer(own, 503));
      service.route("/door", call -> answer(door, LATER));
      service.start();
      registration = new Registration(Instance.of("front", name, service.port()), registry.port());
    }

    private static Answer work() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(WORK_MILLIS); // the work itself
      return Answer.ok("done");
    }

    private static Answer answer(Door way, int none) throws SQLException {
      return way.query().map(Answer::ok).orElse(Answer.text(none, "no connection is free"));
    }

    @Override
    public void close() throws SQLException {
      registration.close();
      service.close();
      own.close();
    }
  }

  /** Returns when its callers know all of them. */
  private void scale(int to) throws SQLException {
    while (instances.size() < to) {
      instances.add(new Front("front-" + instances.size()));
    }
    caller.awaitInstances(all -> all.size() == to);
  }

  public int count() {
    return instances.size();
  }

  /** How long callers wait for the front's own work: the 90th percentile. */
  public double millis() throws InterruptedException {
    try (Load load = Load.closed(CALLERS, 5 * CALLERS, number -> call("/work").orFail())) {
      return load.await().millisAt(90);
    }
  }

  /** Scales it by that. Its callers find new instances by themselves. */
  public void scaleBy(double millis) throws SQLException {
    Rule rule = Rule.tracking(TARGET_MILLIS, 0.1);
    scale(Math.min(CEILING, rule.wanted(count(), new Reading(0, count(), millis))));
  }

  /**
   * Requests that need the database.
   *
   * @param toldLater how often a client was told to come later, and did
   */
  public record Asked(long failed, long toldLater) {}

  /** {@code admission}: through the door; else by each instance's own connections. */
  public Asked ask(int requests, boolean admission) throws InterruptedException {
    toldLater.set(0);
    String path = admission ? "/door" : "/own";
    try (Load load = Load.closed(CALLERS, requests, number -> ask(path))) {
      return new Asked(load.await().failedCount(), toldLater.get());
    }
  }

  private void ask(String path) throws Exception {
    HttpCaller.Answer answer = call(path);
    while (answer.status() == LATER) {
      toldLater.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LATER_MILLIS));
      answer = call(path);
    }
    answer.orFail();
  }

  private HttpCaller.Answer call(String path) throws IOException {
    return caller.call("GET", path, "", false, Deadline.in(CALL_MILLIS));
  }

  @Override
  public void close() throws Exception {
    caller.close();
    for (Front instance : instances) {
      instance.close();
    }
    door.close();
    registry.close();
  }
}
