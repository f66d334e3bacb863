package scalebook.caching.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final List<String> FOUR = List.of("a", "b", "c", "d");
  private static final List<String> THREE = List.of("a", "b", "c");
  private static final int KEYS = 4_000;

  private static String key(int i) {
    return "key:" + i;
  }

  private static long moved(Choice from, Choice to) {
    return IntStream.range(0, KEYS).filter(i -> !from.node(key(i)).equals(to.node(key(i)))).count();
  }

  @Test
  void bothChoicesShareOutTheKeys() {
    for (Choice choice : List.of(Choice.modulo(FOUR), Choice.ring(FOUR, 100))) {
      Map<String, Long> counts =
          IntStream.range(0, KEYS)
              .mapToObj(i -> choice.node(key(i)))
              .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
      assertThat(counts).hasSize(4);
      assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(750L, 1_300L));
    }
  }

  /** A client that is built next year must find what this one has set. */
  @Test
  void everyClientChoosesTheSameNodes() {
    assertThat(chosen(Choice.modulo(FOUR))).isEqualTo("bbbbabdddbbababaccadadddcadccdbbddbabdcd");
    assertThat(chosen(Choice.ring(FOUR, 2))).isEqualTo("bdbbbaaaabacdbdbcdddadaabbaabbabbbacccaa");
  }

  private static String chosen(Choice choice) {
    return IntStream.range(0, 40).mapToObj(i -> choice.node(key(i))).collect(Collectors.joining());
  }

  @Test
  void moduloMovesNearlyAllKeysAndARingThoseOfTheLostNode() {
    assertThat(moved(Choice.modulo(FOUR), Choice.modulo(THREE))).isBetween(2_900L, 3_100L);
    Choice before = Choice.ring(FOUR, 100);
    Choice after = Choice.ring(THREE, 100);
    assertThat(moved(before, after))
        .isEqualTo(IntStream.range(0, KEYS).filter(i -> before.node(key(i)).equals("d")).count());
  }

  @Test
  void anEntryCountsWhileItsKeyStaysWithItsNode() {
    Membership members = new Membership(nodes -> Choice.ring(nodes, 100), FOUR);
    String lost = keyOf(members, "d");
    String other = keyOf(members, "a");
    assertThat(members.epoch()).isZero();
    assertThat(members.counts(lost, 0)).isTrue();
    members.change(THREE);
    String heir = members.node(lost);
    assertThat(heir).isNotEqualTo("d");
    assertThat(members.counts(lost, 0)).as("of another node").isFalse();
    assertThat(members.counts(lost, 1)).isTrue();
    members.change(FOUR);
    assertThat(members.epoch()).isEqualTo(2);
    assertThat(members.counts(lost, 0)).as("a ghost: writes went elsewhere").isFalse();
    assertThat(members.counts(lost, 2)).isTrue();
    assertThat(members.counts(other, 0)).as("never moved").isTrue();
    members.change(THREE);
    assertThat(members.counts(lost, 1)).as("a neighbour's ghost").isFalse();
    assertThat(members.counts(other, -1)).as("no epoch at all").isFalse();
  }

  private static String keyOf(Membership members, String node) {
    return IntStream.range(0, KEYS)
        .mapToObj(NodesTest::key)
        .filter(key -> members.node(key).equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static final class InMemory implements CacheNode {
    private final Map<String, String> entries = new HashMap<>();

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void set(String key, String value) {
      entries.put(key, value);
    }

    @Override
    public void flush() {
      entries.clear();
    }

    @Override
    public void close() {}
  }

  @Test
  void theClientServesGhostsOnlyWithoutEpochs() throws IOException {
    Membership members = new Membership(nodes -> Choice.ring(nodes, 100), FOUR);
    Map<String, CacheNode> nodes =
        FOUR.stream().collect(Collectors.toMap(name -> name, name -> new InMemory()));
    CacheClient client = new CacheClient(nodes, members, true);
    CacheClient careless = new CacheClient(nodes, members, false);
    String key = keyOf(members, "d");
    client.set(key, "old value");
    assertThat(client.get(key)).contains("old value");
    members.change(THREE);
    assertThat(client.get(key)).isEmpty();
    client.set(key, "new");
    members.change(FOUR);
    assertThat(careless.get(key)).contains("old value");
    assertThat(client.get(key)).isEmpty();
  }

  /** What memcached says, by its protocol's description. */
  @Test
  void theTextProtocolIsSpokenAsItIsDescribed() throws Exception {
    String heard = "set k 0 0 3\r\nä1\r\n" + "get k\r\n" + "get x\r\n" + "flush_all\r\n";
    String said = "STORED\r\n" + "VALUE k 0 3\r\nä1\r\nEND\r\n" + "END\r\n" + "OK\r\n";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Memcached client = new Memcached("127.0.0.1", server.getLocalPort())) {
      CompletableFuture<String> all =
          CompletableFuture.supplyAsync(() -> serve(server, heard, said));
      client.set("k", "ä1");
      assertThat(client.get("k")).contains("ä1");
      assertThat(client.get("x")).isEmpty();
      client.flush();
      assertThat(all.get()).isEqualTo(heard);
      assertThatThrownBy(() -> client.get("k")).as("it hung up").isInstanceOf(IOException.class);
    }
  }

  private static String serve(ServerSocket server, String heard, String said) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write(said.getBytes(StandardCharsets.UTF_8)); // a client reads what it asked for
      out.flush();
      InputStream in = socket.getInputStream();
      byte[] bytes = in.readNBytes(heard.getBytes(StandardCharsets.UTF_8).length);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
