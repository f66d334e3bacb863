package scalebook.replication;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.replication.node.Message;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Topology;

/** An account service over three databases that die, hang, are cut off and return. */
@Command(
    name = "play 4",
    description = "accounts over three databases: kill, pause, cut, switch over")
public final class ReplicationPlayground extends Playground {
  private static final int ACCOUNTS = 100;
  private static final Pattern ACCOUNT =
      Pattern.compile("/accounts/(\\d{1,6})(/deposit|/withdraw)?");
  private static final Pattern CENTS = Pattern.compile("cents=(\\d{1,9})");

  @Option(names = "--asynchronous", description = "acknowledge before a replica has it")
  private boolean asynchronous;

  private Cluster cluster;
  private HttpServer server;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    cluster = Cluster.open(lab, !asynchronous, ACCOUNTS, 120);
    cluster.listen(line -> System.out.println("  monitor: " + line));
    server = Http.server(port);
    server.setExecutor(Executors.newCachedThreadPool(Tasks.daemons("http")));
    server.createContext("/", this::serve);
    server.start();
    verb("status", words -> status());
    verb("kill db1", words -> done(words.get(0), "is dead", cluster::kill));
    verb("start db1", words -> done(words.get(0), "is back", cluster::start));
    verb("pause db1", words -> done(words.get(0), "hangs", cluster::pause));
    verb("resume db1", words -> done(words.get(0), "goes on", cluster::resume));
    verb("cut db1 db2", words -> cut(words.get(0), words.get(1)));
    verb("isolate db1", words -> done(words.get(0), "is seen by clients only", cluster::isolate));
    verb("heal", words -> heal());
    verb("switchover db2", words -> cluster.switchover(known(words.get(0))));
    return () -> {
      server.stop(0);
      cluster.close();
    };
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + server.getAddress().getPort();
  }

  private interface To {
    void the(String name);
  }

  private static String known(String name) {
    if (!Topology.NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return name;
  }

  private static String done(String name, String what, To verb) {
    verb.the(known(name));
    return name + " " + what;
  }

  private String cut(String one, String other) {
    cluster.cut(one, other);
    return one + " and " + other + " do not hear each other";
  }

  private String heal() {
    cluster.heal();
    return "all links are whole";
  }

  private String status() {
    return Topology.NAMES.stream()
            .map(
                name ->
                    cluster
                        .status(name)
                        .map(ReplicationPlayground::line)
                        .orElse("  " + name + " is silent\n"))
            .collect(Collectors.joining())
        + "  clients write to %s, epoch %d; they read at %s"
            .formatted(cluster.primary(), cluster.router().epoch(), cluster.router().rotation());
  }

  private static String line(Message status) {
    return "  %-4s %-9s epoch %-3s has %-12s %-10s lease %4s ms  %s%n"
        .formatted(
            status.get("name"),
            status.flag("up") ? status.get("role").toLowerCase(java.util.Locale.ROOT) : "down",
            status.get("epoch"),
            status.get("place"),
            "lag " + status.get("lag"),
            status.get("left"),
            status.get("joined"));
  }

  private record Answer(int status, String text) {}

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer = answer(exchange);
    Pages.text(exchange, answer.status(), answer.text());
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Matcher path = ACCOUNT.matcher(exchange.getRequestURI().getPath());
    String body = new String(exchange.getRequestBody().readNBytes(1_000), StandardCharsets.UTF_8);
    if (!path.matches()) {
      return new Answer(404, "try /accounts/1, or post cents=20 to /accounts/1/withdraw");
    }
    int account = Integer.parseInt(path.group(1));
    boolean post = exchange.getRequestMethod().equals("POST");
    if (post == (path.group(2) == null)) {
      return new Answer(405, "GET an account; POST a deposit or a withdrawal");
    }
    try {
      return post ? post(account, path.group(2), CENTS.matcher(body)) : get(account);
    } catch (IllegalArgumentException unknown) {
      return new Answer(404, unknown.getMessage());
    } catch (SQLException nobodyKnows) {
      return new Answer(503, "no answer from a database: it may be done, or not");
    }
  }

  private Answer get(int account) throws SQLException {
    long cents = cluster.router().read(connection -> Accounts.balance(connection, account));
    return new Answer(200, cents + " cents");
  }

  private Answer post(int account, String what, Matcher cents) throws SQLException {
    if (!cents.find()) {
      return new Answer(400, "how much? cents=20");
    }
    long amount = Long.parseLong(cents.group(1));
    Router.Written<Boolean> written =
        cluster
            .router()
            .write(
                connection ->
                    what.equals("/deposit")
                        ? Accounts.add(connection, account, amount)
                        : Accounts.withdraw(connection, account, amount));
    return written.result()
        ? new Answer(200, "done by %s in epoch %d".formatted(written.node(), written.epoch()))
        : new Answer(409, "there is no such account, or too little on it");
  }
}
