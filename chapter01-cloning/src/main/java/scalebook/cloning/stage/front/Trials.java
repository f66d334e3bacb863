package scalebook.cloning.stage.front;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.Layer4;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.Callers;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.HttpCaller.Answer;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/** What clients with different intentions see of the public address, and what the clones do. */
public record Trials(FrontSite site) {
  private static final int FLOODERS = 32; // for each clone: more than it takes at once
  private static final int OTHERS = 6;
  private static final int EACH = 10; // as many as a bucket holds: no stall makes it too many
  private static final int FLOOD_PER_SECOND = 300; // for each clone
  private static final String FLOODER = "127.0.0.7";
  private static final String SLOW = "/wait?millis=400"; // the flood is four times what clones take

  /** Requests, and how many of them reached a clone. */
  public record Asked(int requests, long reached) {
    /** Itself, after a row of it. */
    public Asked row(Story.Table table, String name) {
      table.row(name, requests, reached, "-");
      return this;
    }

    public Map<String, Double> bars() {
      return Map.of("reached a clone", (double) reached, "sent", (double) requests);
    }
  }

  /** Of so many passwords, those that somebody on the line could read. */
  public record Readable(int passwords, int outside, int behind) {}

  /** One floods, the others ask now and then. */
  public record Flood(Ledger flooder, long limited, Ledger others) {
    public Flood rows(Story.Table table) {
      table.row("of a flooding client", flooder.sentCount(), flooder.acknowledgedCount(), "-");
      table.row("of the others meanwhile", others.sentCount(), "-", others.failedCount());
      return this;
    }
  }

  /** The same kill behind two kinds of balancers. */
  public record Kill(Ledger layer4, Ledger layer7) {
    public Kill rows(Story.Table table) {
      table.row("layer 4, a clone is killed", layer4.sentCount(), "-", layer4.failedCount());
      table.row("layer 7, a clone is killed", layer7.sentCount(), "-", layer7.failedCount());
      return this;
    }
  }

  /** Cookies that say Secure, of those set by TLS and of those set without. */
  public record Cookies(int byTls, int plain) {}

  private interface Each {
    Answer ask(HttpCaller caller, int number) throws IOException;
  }

  /** Five requests from each address, so that no bucket runs dry. */
  private List<Answer> ask(int count, String network, Each each) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i += 5) {
      try (HttpCaller caller = site.client(network + "." + (1 + i / 5))) {
        for (int j = i; j < Math.min(count, i + 5); j++) {
          answers.add(each.ask(caller, j));
        }
      }
    }
    return answers;
  }

  /** client → tap → a proxy of its own → tap → clones. */
  public Readable passwords(int count) throws Exception {
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            () -> 1);
    Optional<SslContext> tls =
        site.has("tls") ? Optional.of(site.identity().server()) : Optional.empty();
    try (Balancer proxy = Balancer.open(0, 1, Limits.defaults(), rotation, news -> {});
        Tap behind = new Tap(site.ports("shop"));
        Tap before = new Tap(List.of(proxy.port()))) {
      proxy.door(tls.map(FrontDoor.open()::tls).orElse(FrontDoor.open()));
      proxy.add(new Backend("behind", "127.0.0.1", behind.port()));
      int outside = 0;
      int inside = 0;
      for (int i = 0; i < count; i++) {
        String password = "sesame-" + i + "-open";
        try (HttpCaller caller = site.outside().at("127.0.0.1", before.port(), tls.isPresent())) {
          caller.post("/login", password).orFail();
        }
        outside += before.heard(password) ? 1 : 0;
        inside += behind.heard(password) ? 1 : 0;
      }
      return new Readable(count, outside, inside);
    }
  }

  /** Half of its requests claim to be somebody else's. */
  public Asked denied(int count) throws Exception {
    long before = site.asked();
    try (HttpCaller caller = site.client(FrontSite.DENIED)) {
      for (int i = 0; i < count; i++) {
        String claimed = i % 2 == 0 ? FrontSite.DENIED : "127.0.0.1";
        caller.call("GET", "/", Map.of("X-Forwarded-For", claimed), "");
      }
    }
    return new Asked(count, site.asked() - before);
  }

  public Asked files(int count) throws Exception {
    long before = site.asked();
    for (Answer answer : ask(count, "127.0.1", (c, i) -> c.get(FrontSite.PREFIX + "book.css"))) {
      answer.orFail();
    }
    return new Asked(count, site.asked() - before);
  }

  /** In two languages. */
  public Asked page(int count) throws Exception {
    long before = site.asked();
    for (Answer answer : ask(count, "127.0.2", (c, i) -> c.call("GET", "/page", inOneOf(i), ""))) {
      answer.orFail();
    }
    return new Asked(count, site.asked() - before);
  }

  private static Map<String, String> inOneOf(int number) {
    return Map.of("Accept-Language", number % 2 == 0 ? "en" : "de");
  }

  /** By path and by host; how many reached a clone of the other group. */
  public Asked astray(int count) throws Exception {
    List<Answer> answers =
        ask(
            count,
            "127.0.3",
            (c, i) ->
                i % 2 == 0
                    ? c.get("/admin/")
                    : c.call("GET", "/", Map.of("Host", "admin.localhost"), ""));
    long astray =
        answers.stream()
            .filter(a -> !site.group(a.headers().get("x-worker")).equals("admin"))
            .count();
    return new Asked(count, astray);
  }

  /** Without TLS each client claims to have come by it. */
  public Cookies cookies(int each) throws Exception {
    Map<String, String> claim = Map.of("X-Forwarded-Proto", "https");
    int byTls = secure(ask(each, "127.0.4", (c, i) -> c.post("/login", "x")));
    int port = site.cluster().front("plain").port();
    List<Answer> plain = new ArrayList<>();
    try (HttpCaller caller = site.outside().at("127.0.4.1", port, false)) {
      for (int i = 0; i < each; i++) {
        plain.add(caller.call("POST", "/login", claim, "x"));
      }
    }
    return new Cookies(byTls, secure(plain));
  }

  private static int secure(List<Answer> answers) {
    return (int)
        answers.stream()
            .filter(answer -> answer.headers().getOrDefault("set-cookie", "").endsWith("; Secure"))
            .count();
  }

  /** One asks as often as it is answered; the others ask now and then. */
  public Flood flood(int seconds) throws Exception {
    List<Callers> others = new ArrayList<>();
    for (int i = 1; i <= OTHERS; i++) {
      String address = "127.0.5." + i;
      others.add(new Callers(() -> site.client(address)));
    }
    int clones = site.ports("shop").size();
    double flooding = (double) FLOOD_PER_SECOND * clones;
    int flooders = FLOODERS * clones;
    double rate = (double) OTHERS * EACH / seconds;
    try (Callers one = new Callers(() -> site.client(FLOODER));
        Load flood = Load.open(flooding, flooders, Long.MAX_VALUE, n -> one.get(SLOW));
        Load now =
            Load.open(rate, OTHERS, OTHERS * EACH, n -> others.get((int) n % OTHERS).get(SLOW))) {
      Ledger served = now.await();
      Ledger flooder = flood.stop();
      long limited = flooder.reasons().getOrDefault("IOException: status 429", 0L);
      return new Flood(flooder, limited, served);
    } finally {
      others.forEach(Callers::close);
    }
  }

  /** The same kill of a clone: callers ask through a layer 4 and through a layer 7 balancer. */
  public Kill kill() throws Exception {
    try (Layer4 layer4 = new Layer4(site.ports("shop"), bytes -> {});
        Callers four = new Callers(layer4.port(), 5_000);
        Callers seven = new Callers(site.cluster().front("plain").port(), 5_000);
        Load by4 = Load.closed(9, Long.MAX_VALUE, number -> four.get("/wait?millis=30"));
        Load by7 = Load.closed(9, Long.MAX_VALUE, number -> seven.get("/wait?millis=30"))) {
      await(by4, by7, 30);
      Supervisor.await(site.cluster().supervisor().kill(1), 5);
      await(by4, by7, 60);
      return new Kill(by4.stop(), by7.stop());
    }
  }

  private static void await(Load one, Load other, long more) {
    long first = one.ledger().acknowledgedCount() + more;
    long second = other.ledger().acknowledgedCount() + more;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                one.ledger().acknowledgedCount() >= first
                    && other.ledger().acknowledgedCount() >= second);
  }
}
