using System.Collections.Frozen;
using System.Text;

namespace Carillon.Access;

/// <summary>
/// Passwords that guessers try first. Length alone keeps most of them out, so each stands for its kin as well: in any case, with
/// letters written as digits, doubled, or with digits and signs before and after.
/// </summary>
internal static class CommonPasswords
{
    private const string Words = """
        password passwords passwort passw0rd pass word motdepasse contrasena contraseña senha parola haslo wachtwoord heslo salasana lozinka
        qwerty qwertyuiop qwertyui qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qwer qwerasdf qwertyasdfgh qwertyuiopasdfghjkl
        qwertyuiopasdfghjklzxcvbnm qazwsx qazwsxedc qazwsxedcrfv wsxedc zaqwsx zaqxswcde qweasd qweasdzxc asdzxc poiuyt poiuytrewq lkjhgf lkjhgfdsa mnbvcxz
        q1w2e3 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv
        1qazxsw2 1qazxsw23edc zaq12wsx zaq1xsw2 zaq12wsxcde3 1a2b3c 1a2b3c4d 1a2b3c4d5e 1a2b3c4d5e6f a1b2c3 a1b2c3d4 a1b2c3d4e5 a1b2c3d4e5f6 q1q1q1q1 1q1q1q1q qw12er34 qwe123qwe
        123qwe123 qwe123asd asd123asd abc123abc 123abc123 abcd1234abcd a123456789a 123456a123456 123456qwerty 123456abcdef 123qweasdzxc 123qweasd qweasdzxc123
        admin administrator administrador administrateur root toor sysadmin superuser superadmin webadmin adminadmin guest user users username default master masterkey
        manager operator support service server system oracle mysql postgres public private secret secrets secretpassword mypassword mypass thepassword yourpassword
        newpassword oldpassword passwordadmin adminpassword rootpassword userpassword testpassword temppassword defaultpassword password1234password login letmein letmeinnow
        letmeinplease openthedoor opensesame opensaysme access accessgranted changeme changemenow changethis changeit pleasechangeme changepassword temp temporary temporal
        test tests tester testing testtest test123test demo demodemo sample example examples trial beta office company business computer internet windows microsoft
        google facebook twitter instagram linkedin youtube amazon apple iphone android samsung nokia motorola sony playstation nintendo xbox netflix spotify
        welcome welcomeback welcomehome welcometo bienvenue bienvenido willkommen hello hellohello helloworld hellokitty hola bonjour ciao goodbye goodmorning goodnight
        iloveyou iloveu iloveyousomuch iloveyoubaby iloveme iloveher ilovehim ilovejesus ilovegod ilovemyself ilovemum ilovemom ilovemydog ilovemycat iloveyouforever
        iloveyoutoo loveyou loveme lovely lover lovers love lovelove trueLove foreverlove mylove truelove missyou imissyou jetaime teamo tequiero ichliebedich tiamo
        jesus jesuschrist jesusislord godisgood godislove blessed heaven angel angels angelbaby faith hope hallelujah allah bismillah inshallah krishna buddha
        princess prince queen king kings kingdom superman batman spiderman ironman wonderwoman starwars startrek pokemon pikachu naruto dragon dragonball dragons
        monkey donkey tiger tigers lion lions eagle eagles panther bear bears wolf wolves shark dolphin dolphins cat cats dog dogs doggie puppy kitty kitten
        bunny rabbit horse horses butterfly ladybug turtle elephant penguin chicken cowboy cowboys
        football footballer soccer baseball basketball hockey tennis golf golfer golfing rugby cricket volleyball swimming skateboard snowboard racing ferrari porsche
        mercedes corvette mustang camaro chevrolet chevy toyota honda harley harleydavidson yamaha suzuki kawasaki jaguar bmw audi volkswagen
        arsenal liverpool chelsea manchester manchesterunited manutd barcelona realmadrid juventus milan inter bayern dortmund ajax celtic rangers lakers yankees redsox steelers
        packers raiders broncos dallas dallascowboys chicago boston newyork california texas florida london paris berlin madrid moscow tokyo america american canada australia
        england scotland ireland france germany espana italia russia brasil mexico india pakistan indonesia
        sunshine sunflower flower flowers rainbow summer winter spring autumn summertime monday tuesday wednesday thursday friday saturday sunday january february march april
        june july august september october november december birthday happybirthday christmas merrychristmas halloween
        chocolate cookie cookies cupcake cheese banana orange cherry strawberry peaches apples pepper coffee pizza candy sugar honey sweet sweety sweetheart sweetie
        baby babygirl babyboy babybaby girl boy mommy mummy daddy mother father sister brother family friend friends bestfriend forever together always
        michael jordan michaeljordan jessica ashley amanda jennifer michelle nicole daniel daniela andrew joshua matthew anthony charlie thomas robert william james john david
        richard joseph christopher christian alexander alexandra alexandre samantha elizabeth stephanie natasha victoria victor maria mariana gabriel gabriela carlos jose juan miguel alejandro
        fernando antonio francesco giovanni sophie sophia olivia hannah madison taylor taylorswift justin justinbieber harrypotter hermione hunter ranger killer ninja samurai warrior
        shadow phantom ghost matrix phoenix thunder lightning storm fire blaze diamond silver golden gold crystal emerald ruby jasmine ginger
        trustno trustnoone trustnobody whatever whatsup nothing nothingatall something anything everything idontknow idontcare ifyouknow dontforget forgot forgotten remember rememberme
        fuckyou fuckoff fuckme asshole bitch bullshit pussy pussycat sexy sexysexy hotstuff bigdick badboy badgirl goodgirl goodboy coolguy lovebug
        metallica nirvana greenday eminem beatles slipknot linkinpark rockandroll rockstar music guitar dance dancer hiphop
        freedom liberty justice peace victory success winner champion lucky luckyme money dollar million millionaire bitcoin
        correcthorsebatterystaple correct-horse-battery-staple correct.horse.battery.staple correcthorse batterystaple thequickbrownfox quickbrownfox loremipsum loremipsumdolor
        abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk abcdefghijkl abcdefghijklm zyxwvuts zyxwvutsrqponmlkjihgfedcba
        sms campaign campaigns marketing message messages texting carillon carillonadmin carillonpassword mycarillon
        """;

    private static readonly char[] Around = [.. "0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"];
    private static readonly char[] Between = [.. " !#%&*+,-./:;?_"];

    private static readonly FrozenSet<string> Known =
        Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many stand in the list.</summary>
    public static int Count => Known.Count;

    /// <summary>Whether a guesser would come to it soon.</summary>
    public static bool Cover(string password)
    {
        var lower = password.ToLowerInvariant();
        var core = lower.Trim(Around);
        return IsRepetition(lower) || IsRun(lower) || IsKnown(lower) || IsKnown(core) || IsKnown(Unit(core)) || IsOneWord(core);
    }

    private static bool IsKnown(string text) => Known.Contains(text) || Known.Contains(AsLetters(text)) || Known.Contains(text.Replace(' ', '-'));

    /// <summary>Whether the same known word stands again and again with something that is no letter between.</summary>
    private static bool IsOneWord(string core)
    {
        var words = core.Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && words.Distinct(StringComparer.Ordinal).Count() is 1 && IsKnown(words[0]);
    }

    private static bool IsRepetition(string text) => text.Distinct().Count() <= 3 || Unit(text).Length <= 4;

    /// <summary>The shortest piece that the text is a repetition of; the text itself when there is none.</summary>
    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            var unit = text[..length];
            if (text.Chunk(length).All(chunk => unit.StartsWith(new string(chunk), StringComparison.Ordinal)))
            {
                return unit;
            }
        }

        return text;
    }

    /// <summary>Whether nearly every character is the neighbour of the one before: 123456789012, abcdefghijkl.</summary>
    private static bool IsRun(string text)
    {
        var neighbours = text.Zip(text.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) <= 1 || pair is ('9', '0') or ('0', '9'));
        return neighbours >= text.Length - 2;
    }

    private static string AsLetters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            letters.Append(sign switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                _ => sign,
            });
        }

        return letters.ToString();
    }
}
