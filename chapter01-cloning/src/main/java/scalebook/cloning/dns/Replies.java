package scalebook.cloning.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts an authority's answers into messages, and says when one is too large for a datagram. */
final class Replies extends SimpleChannelInboundHandler<DnsQuery> {
  private static final int DATAGRAM = 512;
  private static final int MOST_DATAGRAM = 1_232; // fits through every usual network in one piece
  private static final int HEAD = 12;
  private static final int OPTIONS = 40;

  private final Supplier<Authority> authority;

  Replies(Supplier<Authority> authority) {
    this.authority = authority;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
    DnsResponse response =
        query instanceof DatagramDnsQuery datagram
            ? new DatagramDnsResponse(
                datagram.recipient(), datagram.sender(), query.id(), query.opCode())
            : new DefaultDnsResponse(query.id(), query.opCode());
    response.setRecursionDesired(query.isRecursionDesired());
    if (query.count(DnsSection.QUESTION) != 1) {
      response.setCode(DnsResponseCode.FORMERR);
    } else {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      response.addRecord(DnsSection.QUESTION, question);
      if (query.opCode().equals(DnsOpCode.QUERY)) {
        answer(query, question, response);
      } else {
        response.setCode(DnsResponseCode.NOTIMP);
      }
    }
    context.writeAndFlush(response);
  }

  private void answer(DnsQuery query, DnsQuestion question, DnsResponse response) {
    Optional<Packets.Edns> edns = Packets.edns(query);
    Authority.Reply reply =
        authority.get().answer(question.name(), type(question), edns.flatMap(Packets.Edns::client));
    response.setCode(
        switch (reply.code()) {
          case OK -> DnsResponseCode.NOERROR;
          case NXDOMAIN -> DnsResponseCode.NXDOMAIN;
          case REFUSED -> DnsResponseCode.REFUSED;
        });
    response.setAuthoritativeAnswer(reply.code() != Authority.Code.REFUSED);
    int most =
        response instanceof DatagramDnsResponse
            ? edns.map(e -> Math.max(DATAGRAM, Math.min(e.payload(), MOST_DATAGRAM)))
                .orElse(DATAGRAM)
            : Integer.MAX_VALUE;
    fill(response, reply, most - HEAD - question.name().length() - 5 - OPTIONS);
    edns.ifPresent(asked -> Packets.answerEdns(response, asked, MOST_DATAGRAM));
  }

  private static Optional<Entry.Type> type(DnsQuestion question) {
    return Stream.of(Entry.Type.values())
        .filter(type -> type.number() == question.type().intValue())
        .findFirst();
  }

  /** All of it, or nothing and the word that it was too much: half of it would look like all. */
  private static void fill(DnsResponse response, Authority.Reply reply, int bytes) {
    List<DnsRawRecord> answers = reply.answers().stream().map(Packets::record).toList();
    List<DnsRawRecord> authority = reply.authority().stream().map(Packets::record).toList();
    int size = Stream.of(answers, authority).flatMap(List::stream).mapToInt(Packets::size).sum();
    if (size > bytes) {
      response.setTruncated(true);
      return;
    }
    answers.forEach(record -> response.addRecord(DnsSection.ANSWER, record));
    authority.forEach(record -> response.addRecord(DnsSection.AUTHORITY, record));
    for (Entry entry : reply.more()) {
      DnsRawRecord record = Packets.record(entry);
      size += Packets.size(record);
      if (size <= bytes) { // may be left out without a word
        response.addRecord(DnsSection.ADDITIONAL, record);
      }
    }
  }

  /** A message that is none is not answered: its sender is a guess. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(context.channel() instanceof io.netty.channel.socket.DatagramChannel)) {
      context.close();
    }
  }
}
