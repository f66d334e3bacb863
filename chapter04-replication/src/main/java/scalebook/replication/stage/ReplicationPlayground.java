package scalebook.replication.stage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
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

  @Option(names = "--unfenced", description = "no lease at the gates, no epoch at the databases")
  private boolean unfenced;

  @Option(
      names = "--mode",
      description = "cp or ap: the three nodes of 4.8, without databases; both may be cut off")
  private Mode mode;

  private Chosen chosen;
  private Cluster cluster;
  private Parts parts;
  private Operations operations;
  private Service service;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    if (mode != null) {
      return withoutDatabases(lab);
    }
    Safety safety = new Safety(!asynchronous, !unfenced, !unfenced);
    cluster = Cluster.open(lab, safety, ACCOUNTS, 120);
    parts = new Parts(cluster);
    operations = new Operations(cluster);
    cluster.listen(
        line -> {
          System.out.println("  monitor: " + line);
          happened("monitor", line);
        });
    service = Service.on(port, "http", HANDLERS).route("/", this::account).start();
    verb("kill db1", "a machine or a part of it dies", w -> done(w.get(0), "is dead", parts::kill));
    verb("start db1", "it is switched on", w -> done(w.get(0), "is back", parts::start));
    verb("pause db1", "it hangs", w -> done(w.get(0), "hangs", parts::pause));
    verb("resume db1", "it goes on", w -> done(w.get(0), "goes on", parts::resume));
    verb("cut db1 db2", "neither hears the other", words -> cut(words.get(0), words.get(1)));
    verb("deafen db1 db2", "db2 does not hear db1", words -> deafen(words.get(0), words.get(1)));
    verb("delay db1 db2 200", "what they say comes so many ms later", this::delay);
    verb(
        "isolate db1",
        "only clients reach it",
        words ->
            done(
                words.get(0), "is seen by clients only", n -> cluster.network().isolate(known(n))));
    verb("mend", "all parts are up, all links whole", words -> mend());
    verb("heal", "all links are whole", words -> heal());
    verb(
        "switchover db2",
        "a planned change of the primary",
        words -> cluster.machines().switchover(known(words.get(0))));
    operations();
    return () -> {
      service.close();
      operations.close();
      cluster.close();
    };
  }

  private AutoCloseable withoutDatabases(Lab lab) throws Exception {
    chosen = new Chosen(lab, mode);
    chosen.declare(this::verb, this::operation);
    service = Service.on(port, "http", HANDLERS).route("/", chosen::register).start();
    return () -> {
      service.close();
      chosen.close();
    };
  }

  /** At {@code primary}, or at a node that is taken for the primary of an epoch. */
  private void operations() {
    operation("read db1 1 7", "a register", w -> operations.read(w.get(0), number(w, 1), key(w)));
    operation("list db1 1 7", "a whole list", w -> operations.list(w.get(0), number(w, 1), key(w)));
    operation(
        "write db1 1 7 500",
        "a register",
        w -> operations.write(w.get(0), number(w, 1), key(w), number(w, 3)));
    operation(
        "cas db1 1 7 500 600",
        "a register, if it is as expected",
        w -> operations.cas(w.get(0), number(w, 1), key(w), number(w, 3), number(w, 4)));
    operation(
        "append db1 1 7 4711",
        "to a list, under the operation's own id",
        w -> operations.append(w.get(0), number(w, 1), key(w), number(w, 3)));
    operation(
        "copy db1 7",
        "what a copy has of a register",
        w -> operations.copy(known(w.get(0)), (int) number(w, 1)));
    operation(
        "read-own 7 TOKEN",
        "a register, at any copy that has what this session saw",
        w -> operations.readOwn((int) number(w, 0), w.size() > 1 ? w.get(1) : ""));
    operation(
        "write-own 7 500 TOKEN",
        "a register, in a session",
        w -> operations.writeOwn((int) number(w, 0), number(w, 1), w.size() > 2 ? w.get(2) : ""));
  }

  private static long number(List<String> words, int place) {
    return Long.parseLong(words.get(place));
  }

  private static int key(List<String> words) {
    return (int) number(words, 2);
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

  private String done(String name, String what, To verb) {
    String which = parts.named(name);
    verb.the(which);
    return which + " " + what;
  }

  private String mend() {
    parts.mendAll();
    return heal();
  }

  private String cut(String from, String to) {
    String one = parts.named(from);
    String other = parts.named(to);
    cluster.network().cut(one, other);
    return one + " and " + other + " do not hear each other";
  }

  private String deafen(String from, String to) {
    String speaker = parts.named(from);
    String listener = parts.named(to);
    cluster.network().deafen(speaker, listener);
    return listener + " does not hear " + speaker;
  }

  private String delay(List<String> words) {
    Duration millis = Duration.ofMillis(number(words, 2));
    cluster.network().delay(parts.named(words.get(0)), parts.named(words.get(1)), millis);
    return "what %s and %s say comes %d ms later"
        .formatted(words.get(0), words.get(1), millis.toMillis());
  }

  private String heal() {
    cluster.network().heal();
    return "all links are whole";
  }

  @Override
  protected Record status() {
    return chosen == null ? Seen.of(cluster, parts) : chosen.state();
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
