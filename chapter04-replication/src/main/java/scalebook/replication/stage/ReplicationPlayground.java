package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.replication.node.Node;
import scalebook.replication.router.Router;

/** An account service over three databases that die, hang, are cut off and return. */
@Command(
    name = "play 4",
    description = "accounts over three databases: kill, pause, cut, switch over")
public final class ReplicationPlayground extends Playground {
  private static final int ACCOUNTS = 100;
  private static final int HANDLERS = 64;

  @Option(names = "--asynchronous", description = "acknowledge before a replica has it")
  private boolean asynchronous;

  private Cluster cluster;
  private Service service;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    cluster = Cluster.open(lab, !asynchronous, ACCOUNTS, 120);
    cluster.listen(line -> System.out.println("  monitor: " + line));
    service = Service.on(port, "http", HANDLERS).route("/", this::account).start();
    verb("status", words -> status());
    verb("kill db1", words -> done(words.get(0), "is dead", cluster::kill));
    verb("start db1", words -> done(words.get(0), "is back", cluster::start));
    verb("pause db1", words -> done(words.get(0), "hangs", cluster::pause));
    verb("resume db1", words -> done(words.get(0), "goes on", cluster::resume));
    verb("cut db1 db2", words -> cut(words.get(0), words.get(1)));
    verb(
        "isolate db1",
        words -> done(words.get(0), "is seen by clients only", cluster.network()::isolate));
    verb("heal", words -> heal());
    verb("switchover db2", words -> cluster.machines().switchover(known(words.get(0))));
    return () -> {
      service.close();
      cluster.close();
    };
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + service.port();
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
    cluster.network().cut(one, other);
    return one + " and " + other + " do not hear each other";
  }

  private String heal() {
    cluster.network().heal();
    return "all links are whole";
  }

  private String status() {
    return Topology.NAMES.stream()
            .map(
                name -> cluster.status(name).map(s -> line(s)).orElse("  " + name + " is silent\n"))
            .collect(Collectors.joining())
        + "  clients write to %s, epoch %d; they read at %s"
            .formatted(cluster.primary(), cluster.router().epoch(), cluster.router().rotation());
  }

  private static String line(Node.Status s) {
    return "  %-4s %-9s epoch %-3d has %-12s lag %-6d lease %4d ms  %s%n"
        .formatted(
            s.name(),
            s.up() ? s.role().name().toLowerCase(Locale.ROOT) : "down",
            s.epoch(),
            s.database().executed(),
            s.lagMillis(),
            s.leftMillis(),
            s.joined());
  }

  /** {@code /accounts/7}, {@code /accounts/7/deposit}, {@code /accounts/7/withdraw}. */
  private Answer account(Call call) {
    List<String> words = call.words();
    boolean known = call.path().matches("/accounts/\\d{1,6}(/deposit|/withdraw)?");
    if (!known) {
      return Answer.text(404, "try /accounts/1, or post cents=20 to /accounts/1/withdraw");
    }
    boolean post = call.is("POST");
    if (post == (words.size() == 2)) {
      return Answer.text(405, "GET an account; POST a deposit or a withdrawal");
    }
    int account = Integer.parseInt(words.get(1));
    try {
      return post ? book(account, words.get(2), call) : look(account);
    } catch (IllegalArgumentException unknown) {
      return Answer.text(404, unknown.getMessage());
    } catch (SQLException nobodyKnows) {
      return Answer.text(503, "no answer from a database: it may be done, or not");
    }
  }

  private Answer look(int account) throws SQLException {
    return Answer.ok(cluster.router().read(c -> Accounts.balance(c, account)) + " cents");
  }

  private Answer book(int account, String what, Call call) throws SQLException {
    String cents = call.form().getOrDefault("cents", "");
    if (!cents.matches("\\d{1,9}")) {
      return Answer.text(400, "how much? cents=20");
    }
    long amount = Long.parseLong(cents);
    Router.Written<Boolean> written =
        cluster
            .router()
            .write(
                c ->
                    what.equals("deposit")
                        ? Accounts.add(c, account, amount)
                        : Accounts.withdraw(c, account, amount));
    return written.result()
        ? Answer.ok("done by %s in epoch %d".formatted(written.node(), written.epoch()))
        : Answer.text(409, "there is no such account, or too little on it");
  }
}
