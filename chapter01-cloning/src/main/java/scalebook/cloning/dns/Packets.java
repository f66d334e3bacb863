package scalebook.cloning.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsMessage;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What stands in a DNS message between its names: record data, and EDNS options. */
final class Packets {
  private static final int CLIENT_SUBNET = 8;
  private static final int IPV4 = 1;
  private static final int FIXED = 10; // type, class, TTL and length of a record

  /** EDNS: how large an answer may be, and where the client is. */
  record Edns(int payload, Optional<Subnet> client) {}

  private Packets() {}

  static DnsRawRecord record(Entry entry) {
    ByteBuf data = Unpooled.buffer();
    String[] words = entry.data().split(" ");
    switch (entry.type()) {
      case A -> data.writeInt(Subnet.number(entry.data()));
      case NS, CNAME -> name(data, words[0]);
      case MX -> name(data.writeShort(Integer.parseInt(words[0])), words[1]);
      case SOA -> {
        name(data, words[0]);
        name(data, words[1]);
        for (int i = 2; i < words.length; i++) {
          data.writeInt(Integer.parseInt(words[i]));
        }
      }
    }
    DnsRecordType type = DnsRecordType.valueOf(entry.type().number());
    return new DefaultDnsRawRecord(entry.name(), type, entry.ttl(), data);
  }

  private static void name(ByteBuf out, String name) {
    for (String label : Entry.absolute(name).split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      out.writeByte(bytes.length).writeBytes(bytes);
    }
    out.writeByte(0);
  }

  /** Of a record in a message, without compression: a name takes one byte more than its text. */
  static int size(DnsRawRecord record) {
    return record.name().length() + 1 + FIXED + record.content().readableBytes();
  }

  static Optional<Edns> edns(DnsQuery query) {
    for (int i = 0; i < query.count(DnsSection.ADDITIONAL); i++) {
      DnsRecord record = query.recordAt(DnsSection.ADDITIONAL, i);
      if (record.type().equals(DnsRecordType.OPT) && record instanceof DnsRawRecord raw) {
        return Optional.of(new Edns(record.dnsClass(), client(raw.content().duplicate())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Subnet> client(ByteBuf options) {
    while (options.readableBytes() >= 4) {
      int code = options.readUnsignedShort();
      int length = options.readUnsignedShort();
      if (length > options.readableBytes()) {
        return Optional.empty();
      }
      ByteBuf option = options.readSlice(length);
      if (code == CLIENT_SUBNET && length >= 4 && option.readUnsignedShort() == IPV4) {
        int bits = option.readUnsignedByte();
        option.skipBytes(1); // the scope, which only answers have
        int address = 0;
        for (int i = 0; i < 4; i++) {
          address = address << 8 | (option.isReadable() ? option.readUnsignedByte() : 0);
        }
        return bits > 32 ? Optional.empty() : Optional.of(new Subnet(address, bits));
      }
    }
    return Optional.empty();
  }

  /** With a client's subnet comes back for which clients the answer is: for this one's. */
  static void answerEdns(DnsMessage answer, Edns asked, int payload) {
    ByteBuf options = Unpooled.buffer();
    asked
        .client()
        .ifPresent(
            at -> {
              int bytes = (at.bits() + 7) / 8;
              options.writeShort(CLIENT_SUBNET).writeShort(4 + bytes).writeShort(IPV4);
              options.writeByte(at.bits()).writeByte(at.bits());
              for (int i = 0; i < bytes; i++) {
                options.writeByte(at.address() >>> 24 - 8 * i);
              }
            });
    answer.addRecord(
        DnsSection.ADDITIONAL, new DefaultDnsRawRecord("", DnsRecordType.OPT, payload, 0, options));
  }
}
