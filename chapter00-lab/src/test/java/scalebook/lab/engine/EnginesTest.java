package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;
import redis.clients.jedis.RedisClient;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;

/** The same story on every kind of engine: what was committed survives SIGKILL. */
class EnginesTest {
  /** Where CI prepared a kind, a skipped test would be a lie. */
  private static final String EXPECTED = "SCALEBOOK_EXPECT_ENGINES";

  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "LOCAL", "DOCKER"})
  void whatWasCommittedSurvivesSigkill(Engine engine) throws Exception {
    try (Lab lab = openOrSkip(engine)) {
      List<String> binlog = lab.dialect().binlog();
      List<MySql> nodes = lab.mysqls(List.of("primary", "replica"), binlog);
      MySql primary = nodes.get(0);
      MySql replica = nodes.get(1);
      Redis cache = lab.redis("cache", List.of("appendonly yes", "appendfsync always"));
      replica.follow(primary);
      insert(primary, 1);
      cache.client().set("greeting", "hello");

      primary.kill();
      cache.kill();
      assertThat(primary.alive()).isFalse();
      assertThat(cache.alive()).isFalse();
      primary.start();
      cache.start();

      assertThat(count(primary)).as("committed rows after SIGKILL").isEqualTo(1);
      assertThat(cache.client().get("greeting")).isEqualTo("hello");
      insert(primary, 2);
      await("the replica follows the restarted primary")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> count(replica) == 2);
      assertThat(lab.versions()).containsKeys("mysql", "redis");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "LOCAL", "DOCKER"})
  void aPausedServerKeepsItsConnectionsAndAnswersLater(Engine engine) throws Exception {
    try (Lab lab = openOrSkip(engine)) {
      Redis cache = lab.redis("cache");
      try (RedisClient client = Redis.client(cache.url(), 2_000, 1)) {
        cache.resume(); // it runs: nothing happens
        client.set("k", "v");
        cache.pause();
        cache.pause();
        assertThat(cache.alive()).isTrue();
        assertThatThrownBy(() -> client.get("k"))
            .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
        cache.resume();
        assertThat(client.get("k")).isEqualTo("v");
      }
      cache.pause();
      cache.kill();
      cache.pause(); // it is dead: nothing happens
      cache.resume();
      assertThat(cache.alive()).isFalse();
      cache.start();
      assertThat(cache.client().ping()).isEqualTo("PONG");
    }
  }

  /** Whoever has an account on this machine can list them. */
  @ParameterizedTest
  @EnumSource(names = {"EMBEDDED", "LOCAL", "DOCKER"})
  void noPasswordStandsAmongTheArgumentsOfAProcess(Engine engine) {
    try (Lab lab = openOrSkip(engine)) {
      String password = lab.redis("cache").url().replaceFirst("redis://:(.*)@.*", "$1");
      String other = lab.mysql("db").properties().getProperty("password");
      assertThat(List.of(password, other)).allMatch(secret -> secret.length() > 10);
      assertThat(engine == Engine.DOCKER ? containers() : processes())
          .isNotEmpty()
          .noneMatch(line -> line.contains(password) || line.contains(other));
    }
  }

  private static List<String> processes() {
    return ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")).toList();
  }

  /** What {@code docker ps} shows; the processes in them give themselves other names. */
  private static List<String> containers() {
    return DockerClientFactory.instance().client().listContainersCmd().exec().stream()
        .map(Container::getCommand)
        .toList();
  }

  @Test
  void twoLabsAtTheSameTimeDoNotMeet() throws Exception {
    try (Lab one = openOrSkip(Engine.EMBEDDED);
        Lab two = openOrSkip(Engine.EMBEDDED)) {
      insert(one.mysql("db"), 1);
      insert(two.mysql("db"), 2);
      insert(two.mysql("db"), 3);
      assertThat(one.mysql("db").port()).isNotEqualTo(two.mysql("db").port());
      assertThat(count(one.mysql("db"))).isEqualTo(1);
      assertThat(count(two.mysql("db"))).isEqualTo(2);
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyInItsOwnWords() {
    try (Lab lab = openOrSkip(Engine.EMBEDDED)) {
      assertThatThrownBy(() -> lab.mysql("db", List.of("--no-such-option")))
          .isInstanceOf(Missing.class)
          .hasMessageContaining("no-such-option");
    }
  }

  @Test
  void anImageThatIsNowhereIsToldInOneLine() throws Exception {
    Assumptions.assumeTrue(DockerRunner.available(), "docker is not here");
    try (Ports.Claim claim = Ports.claim(Home.ofUser())) {
      String image = "nowhere.invalid/database:1";
      DockerRunner runner =
          new DockerRunner(image, claim, OptionalInt.empty(), Map.of(), List.of());
      assertThatThrownBy(runner::start)
          .isInstanceOf(Missing.class)
          .hasMessageStartingWith("docker cannot start " + image);
    }
  }

  private static boolean expected(Engine engine) {
    return Home.environment(EXPECTED)
        .filter(kinds -> kinds.contains(engine.toString()))
        .isPresent();
  }

  private static Lab openOrSkip(Engine engine) {
    if (engine == Engine.DOCKER && !expected(engine) && DockerRunner.available()) {
      List<String> missing = new DockerServers(Home.ofUser(), "unused").toFetch();
      Assumptions.assumeTrue(missing.isEmpty(), "tests pull no images: " + missing);
    }
    Lab lab = Lab.open(engine);
    try {
      lab.dialect();
      lab.redis("probe");
      return lab;
    } catch (Missing none) {
      lab.close();
      assertThat(expected(engine))
          .as("%s was prepared, but: %s", engine, none.getMessage())
          .isFalse();
      Assumptions.abort(engine + " is not here: " + none.getMessage());
      throw none;
    }
  }

  private static void insert(MySql server, int id) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (id INT PRIMARY KEY)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
        insert.setInt(1, id);
        insert.executeUpdate();
      }
    }
  }

  private static int count(MySql server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
      row.next();
      return row.getInt(1);
    }
  }
}
