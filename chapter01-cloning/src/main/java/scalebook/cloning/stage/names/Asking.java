package scalebook.cloning.stage.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import scalebook.cloning.dns.CachingResolver.Answer;
import scalebook.cloning.dns.Entry;
import scalebook.cloning.dns.Subnet;

/** Asks with dnsjava, which knows nothing of our server: over TCP what a datagram can't hold. */
public final class Asking {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int PAYLOAD = 1_232;

  private final SimpleResolver resolver;

  public Asking(int port) {
    this(port, Optional.empty());
  }

  /** {@code client}: on whose behalf it asks, which it tells the server. */
  public Asking(int port, Optional<Subnet> client) {
    resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", port));
    resolver.setTimeout(TIMEOUT);
    resolver.setEDNS(0, PAYLOAD, 0, client.stream().map(Asking::option).toList());
  }

  private static org.xbill.DNS.EDNSOption option(Subnet client) {
    try {
      String address = client.toString().split("/")[0];
      return new ClientSubnetOption(client.bits(), InetAddress.getByName(address));
    } catch (IOException noAddress) {
      throw new IllegalArgumentException(noAddress);
    }
  }

  private Message ask(String name, int type) throws IOException {
    return resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
  }

  /** For a cache: addresses in their order, or none, and how long that may be remembered. */
  public Answer addresses(String name) throws IOException {
    Message message = ask(name, Entry.Type.A.number());
    List<Record> answers = message.getSection(Section.ANSWER);
    long ttl = answers.stream().mapToLong(Record::getTTL).min().orElseGet(() -> negative(message));
    return new Answer(
        answers.stream()
            .filter(ARecord.class::isInstance)
            .map(record -> ((ARecord) record).getAddress().getHostAddress())
            .toList(),
        ttl);
  }

  private static long negative(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .mapToLong(soa -> Math.min(soa.getTTL(), ((SOARecord) soa).getMinimum()))
        .findFirst()
        .orElse(0);
  }

  /** Record data of one type, sorted. */
  public List<String> data(String name, Entry.Type type) throws IOException {
    return ask(name, type.number()).getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == type.number())
        .map(Record::rdataToString)
        .sorted()
        .toList();
  }

  public String code(String name) throws IOException {
    return Rcode.string(ask(name, Entry.Type.A.number()).getRcode());
  }
}
