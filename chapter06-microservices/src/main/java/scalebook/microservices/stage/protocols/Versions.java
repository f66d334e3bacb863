package scalebook.microservices.stage.protocols;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.http.Refused;
import scalebook.engines.process.Child;
import scalebook.engines.process.Said;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.lab.story.Story;
import scalebook.microservices.protocol.Compatibility;
import scalebook.microservices.protocol.JsonOrders;
import scalebook.microservices.protocol.Order;
import scalebook.microservices.protocol.Orders;

/** A server of each version of the schema, and a front before the oldest. */
public final class Versions implements AutoCloseable {
  private static final String OLD = "v1";
  private static final int MEGABYTES = 64;
  private static final int LATE = 504;

  /** Java's own sockets: a library would be a file in /tmp, which a kill -9 leaves there. */
  private static final String NO_NATIVE = "io.grpc.netty.shaded.io.netty.transport.noNative";

  private final Map<String, OrderServer> servers = new LinkedHashMap<>();
  private final List<String> options = new ArrayList<>(Child.small(MEGABYTES));
  private final Path logs;
  private final ClassLoader loader;
  private final Rpc rpc;
  private OrderServer front;
  private Compatibility check = Compatibility.full();

  public Versions(Lab lab) throws ReflectiveOperationException {
    Guest guest = lab.guest("grpc");
    logs = lab.workspace().folder("grpc");
    loader = guest.loader();
    rpc = (Rpc) loader.loadClass(Rpc.CLIENT).getConstructor().newInstance();
    System.setProperty(NO_NATIVE, "true"); // both ends alike
    options.add("-D" + NO_NATIVE + "=true");
    options.addAll(List.of("-cp", guest.pathBeforeOurs()));
  }

  /** {@code passesOn}: the front calls the next one in the context of the call that it serves. */
  public Versions start(boolean passesOn, String... others) throws Exception {
    servers.put(OLD, begin(new OrderServer.Settings(OLD, 0, true)));
    for (String other : others) { // all of them start at once
      servers.put(other, begin(new OrderServer.Settings(other, 0, true)));
    }
    for (OrderServer server : servers.values()) {
      server.ready();
    }
    front = begin(new OrderServer.Settings(OLD, servers.get(OLD).port(), passesOn)).ready();
    return this;
  }

  private OrderServer begin(OrderServer.Settings settings) throws ReflectiveOperationException {
    String name = settings.next() > 0 ? "front" : settings.version();
    Said said = new Said();
    Class<?> main = loader.loadClass(Rpc.SERVER);
    Path log = logs.resolve(name + ".log");
    return new OrderServer(Child.jvm(name, log, options, main, settings, said), said);
  }

  /** JSON, gRPC, and gRPC behind a gateway. */
  public List<Way> ways() {
    OrderServer server = servers.get(OLD);
    return List.of(
        new Way("JSON over HTTP/1.1", server.json(), JsonOrders::new),
        new Way("gRPC over HTTP/2", server.port(), port -> rpc.orders(OLD, port)),
        new Way(
            "gRPC, behind a JSON gateway",
            server.port(),
            port -> Behind.gateway(rpc.orders(OLD, port))));
  }

  /** A parcel of so many pieces, asked for at the front. */
  public Rpc.Packing pack(int pieces, long deadlineMillis) {
    return rpc.pack(front.port(), pieces, deadlineMillis);
  }

  /** The check that a change must pass. */
  public void check(Compatibility by) {
    check = by;
  }

  public boolean passes(String version) {
    return problems(version).isEmpty();
  }

  /** What the check has against this version. */
  private List<String> problems(String version) {
    return check.problems(rpc.schema(OLD), rpc.schema(version));
  }

  /** What became of the calls; {@code misread} was understood as something else. */
  public record Mixed(long failed, long misread) {}

  /**
   * In the middle of a rolling restart: old and new clients, so many calls each, to an old and a
   * new instance.
   */
  public Mixed mixed(Story.Table table, String version, int calls) throws IOException {
    long failed = 0;
    long misread = 0;
    for (String server : List.of(OLD, version)) {
      for (String client : List.of(OLD, version)) {
        try (Orders orders = rpc.orders(client, servers.get(server).port())) {
          for (int i = 0; i < calls; i++) {
            Order order = Way.order(i);
            try {
              misread += orders.place(order, Way.soon()).understood(order) ? 0 : 1;
            } catch (Refused e) {
              if (e.status() == LATE) { // not an answer: the story must not go on
                throw e;
              }
              failed++;
            }
          }
        }
      }
    }
    String says = problems(version).stream().findFirst().orElse("passes");
    table.row(version, 4L * calls, failed, misread, says);
    return new Mixed(failed, misread);
  }

  @Override
  public void close() {
    servers.values().forEach(OrderServer::close);
    if (front != null) {
      front.close();
    }
  }
}
