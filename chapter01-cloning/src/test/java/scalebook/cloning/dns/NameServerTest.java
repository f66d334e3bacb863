package scalebook.cloning.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import scalebook.cloning.dns.Entry.Type;

@Timeout(30)
class NameServerTest {
  private static final String[] MANY =
      IntStream.range(1, 81).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
  private static final Zone ZONE =
      Zone.of("shop.test", "127.0.0.1", 300, 60)
          .with("www", Type.A, 30, "192.0.2.10", "198.51.100.10")
          .with("", Type.MX, 300, "10 ns.shop.test.")
          .with("many", Type.A, 30, MANY);

  private final NameServer server =
      NameServer.open(
          0,
          true,
          new Authority(
              ZONE,
              Map.of(
                  "www.shop.test",
                  Choice.nearest(
                      Map.of(Subnet.of("10.2.0.0/16"), "198.51.100.10"), Choice.AS_WRITTEN))));

  @AfterEach
  void end() {
    server.close();
  }

  private SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", server.port()));
    resolver.setTimeout(Duration.ofSeconds(5));
    return resolver;
  }

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static List<String> data(Message message, int section) {
    return message.getSection(section).stream().map(Record::rdataToString).toList();
  }

  @Test
  void everyTypeIsReadByAnotherLibraryAsItWasWritten() throws IOException {
    for (Entry entry : ZONE.entries()) {
      Message answer = resolver().send(query(entry.name(), entry.type().number()));
      assertThat(data(answer, Section.ANSWER)).as("%s", entry).contains(entry.data());
      assertThat(answer.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(entry.ttl());
      assertThat(answer.getHeader().getFlag(Flags.AA)).as("with authority").isTrue();
    }
    Message mail = resolver().send(query("shop.test.", 15));
    assertThat(data(mail, Section.ADDITIONAL)).contains("127.0.0.1");
  }

  @Test
  void whatADatagramCannotHoldIsAskedOverTcp() throws IOException {
    SimpleResolver udpOnly = resolver();
    udpOnly.setIgnoreTruncation(true);
    Message cut = udpOnly.send(query("many.shop.test.", 1));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.getSection(Section.ANSWER)).as("half would look like all").isEmpty();
    assertThat(resolver().send(query("many.shop.test.", 1)).getSection(Section.ANSWER)).hasSize(80);
  }

  /** 29 addresses of this name need 12 + 20 + 29 × 30 bytes. */
  @Test
  void aLargerDatagramMustBeAskedFor() throws IOException {
    server.authority(
        new Authority(
            Zone.of("shop.test", "127.0.0.1", 300, 60)
                .with("some", Type.A, 30, List.of(MANY).subList(0, 29).toArray(String[]::new)),
            Map.of()));
    SimpleResolver small = resolver();
    small.setIgnoreTruncation(true);
    small.setEDNS(-1);
    assertThat(small.send(query("some.shop.test.", 1)).getHeader().getFlag(Flags.TC)).isTrue();
    small.setEDNS(0, 1_232, 0, List.of());
    Message whole = small.send(query("some.shop.test.", 1));
    assertThat(whole.getSection(Section.ANSWER)).hasSize(29);
    assertThat(whole.getOPT()).as("it speaks EDNS, too").isNotNull();
  }

  @Test
  void aClientsSubnetDecidesAndComesBackWithItsScope() throws IOException {
    SimpleResolver resolver = resolver();
    InetAddress address = InetAddress.getByAddress(new byte[] {10, 2, 7, 0});
    resolver.setEDNS(0, 1_232, 0, List.of(new ClientSubnetOption(24, address)));
    Message answer = resolver.send(query("www.shop.test.", 1));
    assertThat(data(answer, Section.ANSWER)).containsExactly("198.51.100.10");
    ClientSubnetOption option = (ClientSubnetOption) answer.getOPT().getOptions(8).get(0);
    assertThat(option.getScopePrefixLength()).isEqualTo(24);
    assertThat(option.getAddress()).isEqualTo(address);
  }

  @Test
  void itSaysNoInTheRightWay() throws IOException {
    Message nobody = resolver().send(query("nobody.shop.test.", 1));
    assertThat(nobody.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(data(nobody, Section.AUTHORITY)).hasSize(1);
    assertThat(resolver().send(query("www.shop.test.", 28)).getRcode()).isEqualTo(Rcode.NOERROR);
    Message foreign = resolver().send(query("www.example.", 1));
    assertThat(foreign.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(foreign.getHeader().getFlag(Flags.AA)).isFalse();
    Message update = query("www.shop.test.", 1);
    update.getHeader().setOpcode(Opcode.STATUS);
    assertThat(resolver().send(update).getRcode()).isEqualTo(Rcode.NOTIMP);
  }

  /** Whatever comes, the next question is answered. */
  @Test
  void garbageIsNotAnsweredAndHarmsNobody() throws IOException {
    Random random = new Random(1);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), server.port()));
      }
    }
    try (Socket tcp = new Socket("127.0.0.1", server.port())) {
      tcp.getOutputStream().write(new byte[] {0, 5, 1, 2, 3, 4, 5});
      tcp.setSoTimeout(5_000);
      assertThat(new DataInputStream(tcp.getInputStream()).read()).as("closed").isEqualTo(-1);
    } catch (SocketTimeoutException open) {
      throw new AssertionError("a connection with garbage stays open", open);
    }
    assertThat(resolver().send(query("www.shop.test.", 1)).getSection(Section.ANSWER)).hasSize(2);
  }

  @Test
  void itCountsAndAPortIsTakenOnce() throws IOException {
    long before = server.queries();
    resolver().send(query("www.shop.test.", 1));
    assertThat(server.queries() - before).isEqualTo(1);
    assertThatThrownBy(() -> NameServer.open(server.port(), true, new Authority(ZONE, Map.of())))
        .hasMessageContaining("is taken");
  }
}
