using System.Collections.Frozen;

namespace Carillon.Text.Inbound;

/// <summary>Whether a word is a person's name: a common given name, or a word with a capital where none is due.</summary>
internal static class GivenNames
{
    private static readonly FrozenSet<string> Common = Set(
        """
        jake tyrone darnell jamal keisha latoya marcus mateo santiago alejandro alejandra guadalupe lupe rosario esteban ignacio hugo ivan raquel pilar consuelo
        genevieve nathalie isabelle chantal benoit etienne guy jacques michele nadine veronique yves mohammed ahmed ali fatima priya raj wei ming
        abby ariel blake brooke brooklyn bryce candace carla carly carmela cassandra cassie chelsea clara clarence clayton clifford clyde cole colleen corey cory damian dante darryl daryl dean della derrick desiree
        dwayne dwight ebony eleanor elijah ella eli emilio erika ernesto esther everett felicia felix fernando frankie freddie garrett geoffrey geraldine gilbert glenda gustavo gwen harvey herbert herman hilda homer
        jenna jerome jill joanna joanne johnathan josefina kara kathryn kay kendra kerry krista krystal kurt lance latasha leroy lester leticia lloyd lola loretta lorraine lucille lydia lyle mabel mack mandy marcia
        marco margie marsha mason maurice maxine melinda mercedes meredith mindy miranda mitchell molly morris myra nadia naomi neil nelson nora norma omar opal otis owen patty perry preston randall reginald rene
        rhonda roberta rochelle rodolfo roland rolando rosemary roxanne ruben rufus salvador saul shelby shelly sherri sidney spencer stacey stella stuart tabitha tanya terrence tonya toni tracey trevor troy
        vera vernon vivian wade wallace warren wesley whitney wilma xavier yvette zoe
        aaron adam adrian alan albert alex alexander alexis alice alicia allison amanda amber amy andrea andrew angela ann anna anne anthony antonio arthur ashley austin
        barbara becky ben benjamin beth betty beverly bob bobby brad bradley brandon brenda brent brett brian brittany bruce bryan caleb cameron carl carlos carmen carol caroline carolyn
        catherine chad charles charlie cheryl chloe chris christian christina christine christopher cindy claire claude cody connie courtney craig crystal curtis cynthia
        dan daniel danielle danny darlene darren dave david deborah debbie debra denise dennis derek diana diane diego don donald donna doris dorothy doug douglas dylan
        earl ed eddie edgar eduardo edward eileen elaine elena elizabeth ellen emily emma eric erica erik erin ernest ethan eugene eva evan evelyn
        fernando florence frances francisco francois frank fred gabriel gail gary george gerald gina gladys glenn gloria gordon greg gregory guillermo
        hannah harold harry heather hector helen henry holly howard ian irene isaac isabella jack jackie jacob jacqueline jaime james jamie jane janet janice jared jasmine jason javier jay
        jean jeff jeffrey jennifer jenny jeremy jerry jesse jessica jesus jill jim jimmy jo joan joann joe joel john johnny jon jonathan jordan jorge jose joseph joshua josh joyce
        juan juana juanita judith judy julia julie julien julio justin karen karl katherine kathleen kathy katie kayla keith kelly ken kenneth kevin kim kimberly kristen kristin kyle
        larry laura lauren lawrence leah lee leo leonard leslie lillian linda lisa logan lois lori louis louise lucia lucas luis luke lynn
        madison manuel marc marcus margaret maria marie marilyn mario marion marjorie martha martin marvin mary mathieu matt matthew maureen megan melanie melissa melvin michael micheal michel michele michelle miguel
        mike mildred monica monique nancy natalie natasha nathan nicholas nick nicolas nicole nina noah norma norman olivia oscar
        pablo pam pamela patricia patrick paul paula pauline pedro peggy penny peter phil philip philippe phillip phyllis pierre rachel rafael ralph ramon randy raul ray raymond rebecca regina renee
        ricardo rick ricky rita robert roberto robin rodney roger ron ronald rosa ruby russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian sergio seth shannon sharon shawn sheila sherry
        shirley simon sofia sophia sophie stacy stanley stephanie stephen steve steven sue susan suzanne sylvia sylvie tamara tammy tara ted teresa terri terry thelma theresa thomas tiffany tim timothy tina todd tom tommy tony
        tracy travis tyler valerie vanessa veronica vicki victor victoria vincent virginia walter wanda wayne wendy william willie yolanda yvonne zachary
        """);

    /// <summary>Capitals where none is due that are no names: peoples, faiths, parties, days, months, and what a phone puts in capitals.</summary>
    private static readonly FrozenSet<string> Others = Set(
        """
        i im ive id ill monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
        american canadian mexican english spanish french german british european african asian indian hispanic latino latina catholic christian jewish muslim mormon baptist hindu buddhist
        republican democrat democratic liberal conservative libertarian independent trump biden harris god ok okay tv facebook google amazon instagram twitter paypal venmo zelle apple android iphone
        interested sure available here home ready able free happy going happening working sold selling buying looking the a an that this it what who how why where when my your his her their our
        lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        mexicano mexicana americano americana colombiano colombiana cubano cubana espanol espanola catolico catolica cristiano cristiana republicano
        lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
        canadien canadienne americain americaine francais francaise quebecois quebecoise anglais catholique
        now later today tomorrow yet yes no bad good great really much many too blue red green black white pink yellow purple brown grey gray orange
        vegan vegetarian medicare medicaid veteran democrata noel
        christmas thanksgiving easter halloween stop unsubscribe spam llc inc canada mexico texas florida california york
        """);

    private static readonly string[] NotNames = ["ing", "ish", "ese", "ian", "ist", "ally"];

    /// <param name="folded">Small, without accents.</param>
    /// <param name="written">As it came.</param>
    /// <param name="isInside">A word stands before it in its sentence.</param>
    public static bool Has(string folded, string written, bool isInside) =>
        Common.Contains(folded)
        || (isInside && folded.Length >= 3 && char.IsUpper(written[0]) && written.Skip(1).All(char.IsLower)
            && !Others.Contains(folded) && !NotNames.Any(ending => folded.EndsWith(ending, StringComparison.Ordinal)));

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
