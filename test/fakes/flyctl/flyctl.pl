#!/usr/bin/perl
# The program that stands on the PATH as flyctl: it hands its words to the Fly.io that a test has started, and prints what
# that says (protocol.ts). Perl, which is on every system that has git, because it starts hundreds of times in one test run:
# without a module it takes a tenth of what Node takes to start.
use strict;

my $socket_path = $0 =~ s{[^/]*$}{../socket}r; # its Fly.io listens beside the folder that has it
# AF_UNIX and SOCK_STREAM are 1 everywhere. Module Socket would take longer to load than all the rest takes.
my $address = pack($^O eq 'darwin' ? 'xCa*x' : 'Sa*x', 1, $socket_path);
my $fly;
unless (socket($fly, 1, 1, 0) && connect($fly, $address)) {
  print STDERR "the fake flyctl cannot reach its Fly.io: $!\n";
  exit 99;
}
my $words = join ',', map { json($_) } @ARGV;
# The one command that reads its input; others leave it alone, as the real one does.
my $input = "@ARGV[0, 1]" eq 'secrets import' ? do { local $/; <STDIN> // '' } : '';
my $token = json($ENV{FLY_API_TOKEN} // '');
write_all($fly, qq({"words":[$words],"token":$token,"input":${\json($input)},"process":$$,"caller":${\getppid()}}\n));

while (defined(my $head = <$fly>)) {
  my ($to, $number) = $head =~ /^(stdout|stderr|exit) (\d+)$/ or last;
  exit $number if $to eq 'exit';
  last unless read($fly, my $text, $number) == $number;
  write_all($to eq 'stdout' ? \*STDOUT : \*STDERR, $text);
}
print STDERR "the Fly.io of the fake flyctl went away\n";
exit 99;

sub json {
  my ($text) = @_;
  $text =~ s/([\x00-\x1f"\\])/sprintf '\\u%04x', ord $1/ge;
  return qq("$text");
}

sub write_all {
  my ($to, $text) = @_;
  while (length $text) {
    my $written = syswrite $to, $text;
    exit 99 unless defined $written;
    substr $text, 0, $written, '';
  }
}
