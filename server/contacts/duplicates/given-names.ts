import { foldText } from "../../platform/search/words.ts";
import { FORMS_BY_LANGUAGE } from "./forms-by-language.ts";

/**
 * Given names of the common languages with their short forms and spellings: the name first, `|` before the next name. Two
 * names are forms of one if they are in one group. A short form of several names (Alex, Chris) is in the group of each,
 * and these names stay different.
 */
const FORMS = `
aaron ron ronnie aron | abigail abby abbie gail | abraham abe bram avraham ibrahim | adam ad
adelaide addie heidi | adelheid heidi | agnieszka aga agnes | albert al bert bertie alberto | albrecht al
aleksandr sasha sascha alexander aleksander oleksandr alexandr shura sanya alex olek alejandro alessandro alexandre
alexander alex alec xander sandy sascha lex alexandre alejandro alessandro
alexandra alex sandra sasha sascha sandy lexi alexa aleksandra alessandra alejandra ola
alfred al alf fred freddy alfredo | alice ali allie alicia | alison ali allie allison alyson
amanda mandy manda | amelia amy mia millie | anastasia nastya stacy ana asya anastasija | andrea andi
andreas andi andy andre | andrew andy drew andrei andrey andrej andres andrzej
andrei andrey andrej andriy andrew | angela angie angelika | angelika geli angie
anna ann anne annie anka anja anya ania hanna hannah nan ana anuschka | anne ann annie anna
annemarie anne anna | anthony tony anton antonio antoine ant | anton toni tony antonin tonda antoine
antonia toni tonia | antonio toni tonio tono antony | archibald archie | arthur art artie artur arturo
augustin august gus gustl | barbara barb babs barbie babsi bara basia varvara
bartholomew bart bartek bartosz bartlomiej barto | beatrice bea trixie beate beatriz | beatrix bea trixi
benedict ben benedikt benny | benjamin ben benny benji benjamim
bernard bernie bern barney bernd bernhard bernardo | bernhard bernd berni hardy | bernadette detta bernie
bertha bert bertie | bogdan bohdan | boris borya | bradley brad
brigitte gitte biggi gitta birgit bridget | bridget bridie brigid biddy | bronislaw bronek | calvin cal
cameron cam | camilla milla cami camille kamila | carl karl charles carlos carlo kalle | carla karla
carolina caro lina caroline karolina | caroline carol caro carrie lina karoline
catherine cathy kate katie kathy cat cath kitty katherine kathryn catharina katharina catarina caterina kathrin catalina
cecilia cece celia cilla cecile | charles charlie chuck chas carl karl charly carlos
charlotte lotte charlie lottie char carlota | christian chris christo kristian cristian
christiane chris christel | christina chris tina chrissy kristina cristina christine kirsten
christine chris tina chrissy christina kristine
christopher chris kit topher kris christoph christophe cristobal kristof christof
christoph chris stoffel christof christopher | clara klara clare claire | clemens klemens clement
clifford cliff | constantin costa konstantin kostas kostya constantine | cornelia conny nelly nele
cornelius neil conny cornel kees | curtis curt kurt | cynthia cindy | dagmar daggi
daniel dan danny dani daniil danilo danek | daniela dani | danielle dani | david dave davey davy dawid
deborah deb debbie debra debora | dennis denny denis | diana di diane | dieter didi dietrich
dietrich dieter | dimitri dima dmitry dmitri mitya dmitriy dimitrios dimitar dmytro | dolores lola
dominic dom nick dominik domenico dominique | donald don donnie | dorothea dora thea doro dorothy dorte
dorothy dot dottie dolly | douglas doug | eberhard ebi hardy | eduard edi edward edvard eduardo
edward ed eddie ted ned teddy eddy eduardo edouard edoardo | edmund ed eddie ned | edwin ed eddie
ekaterina katya katja ekaterini yekaterina katerina
eleanor ellie nell nora elle lenny eleonore eleonora leonor
elena lena helena lenka yelena alena helene ilona
elisabeth lisa elli sissi liesl betti else elsbeth elise ilse lisbeth elisabetta
elizabeth liz beth lizzie betty eliza lisa betsy libby bess elisabeth lise bette elsie
emanuel manu manuel immanuel | emily em emmy millie | emma em emmy | enrique kike quique henry
erich erik eric | erik eric erich | ernst ernie ernest | ernest ernie ern ernesto | erwin irwin
esther essie ester | eugene gene yevgeny evgeny evgeni eugen zhenya | evgenia zhenya eugenia
eva eve evi ewa evita | evelyn evie eve | ezekiel zeke | feliks felix | ferdinand ferdi ferdl
fernando nando fer | florence flo flossie | florian flo flori | frances fran fanny francie frankie
francesco franco checco cesco francis | francisco paco pancho curro fran kiko francis | francisca paca
francois francis | frank frankie franklin | franciszek franek | frantisek franta
franz frank franzl franziskus | franziska franzi fanny | frederick fred freddie rick frederic fredrick
frederic fred | friedrich fritz fred friedel | gabriel gabe gabi | gabriela gabi gaby gabriella
gabriele gabi gaby | geoffrey geoff jeff jeffrey | georg schorsch george
george georgie jorge giorgio | georgina georgie gina | gerald gerry jerry | gerard gerry gerd
gerhard gerd hardy gert | gerda gerti | gertrud gertrude trude gerti trudi | gilbert gil bert
giovanni gianni gio vanni nino john | giuseppe beppe peppe pino joseph | grace gracie | graham gra graeme
gregory greg gregor grigori grisha | grigori grisha grigory | grzegorz grzesiek
guillermo memo guille william | guillaume gui | gunther guenther gunter | gustav gus gustavo gustl
gwendolyn gwen wendy | hans johannes johann hansi hannes | hannah hanna anna | harald harry harold
harold harry hal | heather heath | heinrich heinz heiner heini henry
helen nell nellie helena helene ellen | helena lena leni helene | helene lena leni helena
henrietta etta hetty hettie | hendrik henk rik hendrick | henry harry hank hal henri harrison
herbert herb bert herbie | hermann harm | hieronymus jerome | hildegard hilde | horst hotte
howard howie | hubert hugh bert | hugh hughie hugo | ignacio nacho | ignatius iggy | ilja ilya elias
ingeborg inge inga | ingrid inge | irene rena irena irina | irina ira irene
isabel bel isa bella izzy isabella isabelle | isabella bella izzy isa | isaac ike zac
istvan pista isti steve | ivan vanya wanja iwan | jacob jake jack jakob coby jacques | jacqueline jackie
jakob jacob jockel kuba jakub | jakub kuba jacob | james jim jimmy jamie jem | jan honza janek janusz
jana janka | jane janie jenny janet | janet jan | janice jan | jean jeannie | jeanne jeannette
jeffrey jeff geoff | jennifer jen jenny jenn | jeremy jerry jem jeremiah | jerome jerry
jessica jess jessie | jesus chuy chus | jill gill gillian | joachim achim jochen joaquin | joan joanie
joanna jo joan asia johanna | joanne jo | johan johann hans | johanna hanna jo hanni johana
johannes hannes hans jo johann jon | john jack johnny jon jock
jonathan jon jonny nathan john johnny jonathon johnathan | jorge george | jose pepe chepe joseph
josefa pepa | josef sepp beppo joseph jozef pepa | joseph joe joey jo josef josip
josephine jo josie josefine fine | joshua josh | joyce joy | juan juanito juancho john | juanita nita
judith judy jude judit | julia julie jule juliet | julian jules | juliane jule | julie jules
jurgen jurg | karin karen carin | karl carl kalle | karolina karo lina | katarzyna kasia
katharina kathi kat katrin kathrin katja kathy kate catharina rina katarina katerina
katherine kate kathy katie kat kathryn kay kit kitty katharine catherine katharina
kathleen kathy kath kate | katrin kathrin kati katrina catrin | kenneth ken kenny
kimberly kim kimberley | klaus nikolaus claus klaas | klara clara | konrad conrad konni kurt
krzysztof krzys krzysiek | kristin kirsten kristen christin | ladislav lada laco | lars laurens
larisa lara | laszlo laci | laura lori laurie | laurence larry lawrence laurie lars lorenz
lawrence larry laurie lawrie | leo leon leonard leonhard | leonard len lenny leo leonardo leonhard
leonid lyonya | leopold leo poldi | leslie les | lewis lew louis | liesbeth lies liese
lilian lily lilli lillian | linda lindy | lorenz lorenzo lenz | louis lou louie lewis ludwig luis
louise lou luise lulu | lucas luke lukas luca | lucy lucia lucie | ludmila lyuda mila luda lida
ludwig lutz wiggerl luis | luis lucho louis | lukasz luke | magdalena magda lena maggie leni
malgorzata gosia | manfred manni fred manny | manuel manu manolo manny manolito | manuela manu
marcin marcus | marcel marc | marcus mark marc markus marco
margaret maggie meg peggy marge margie greta daisy rita madge
margarete grete gretchen gretel greta margret rita margarethe margit | margarita rita marga
marguerite margot | maria marie mary mia ria mariechen mitzi masha manya marija mariya | marianne mari
marina mari | marion mary | mariusz mario | marjorie marge margie | martha marty marta patty
martin marty marti marcin | martina tina | mary molly polly mae mamie maria marie | mateusz mati
matthew matt matty matthias mathew mateo | matthias matze hias matt mathias matteo mathis | maureen mo
maurice mo moritz mauricio | maximilian max maxi | maxim max maks maksim | maxwell max | melanie mel
melissa mel missy lissa | mercedes merche | mechthild mechtild
michael mike mick mickey mikey micha michi michel mitch mikhail michal miguel michele
michaela michi micha mickey | michelle shelly chelle mich | miguel mike | mikhail misha mikhael michail
mikolaj mikolas | milan milos | mildred millie | miroslav mirek
mohammed mohamed muhammad mohammad mo mehmet mahmoud | monica mona moni monika | monika moni mona monica
nancy nan | natalia natasha natascha nat talia natalie nataliya natalja | natalie nat natalia
nathan nat nate | nathaniel nat nate nathan
nicholas nick nicky nico klaus nicolas nikolas nicolaas colin | nicole nicky nikki nicola
nicola nicky nikki | nikita nik | nikolai kolya nikolay nick nikolaj | nikolaus klaus niko nick nikolas
norbert nobby bert | olaf ole | oleg olezhka | olga olya | oliver ollie olli olivier noll
olivia liv livvy | oswald ossi ozzy | otto ottokar | pamela pam | patricia pat patty trish tricia patsy
patrick pat paddy rick pats patrik patricio | paul pauly pablo paolo pavel pawel | paula pauline
paulina pauline paula | pavel pasha paul | penelope penny
peter pete piet pitt pierre pedro pietro pjotr piotr | petra peti
philip phil pip philipp philippe flip phillip felipe | philipp phil lipp | piotr petya pyotr pjotr petr
priscilla prissy cilla | rachel rach rachael raquel | rafael rafa raffael rafal raphael | rainer reiner
ralph ralf | raymond ray raimund ramon | rebecca becky becca beck rebekka | regina gina reggie
reginald reg reggie | reinhard reini hardy | reinhold reini | renate nate reni
ricardo rick ricky richard riccardo | richard dick rick rich ricky richie
robert bob rob bobby robbie bert robb roberto | roberta bobbie berta | roberto beto berto | rodney rod
roger rog rodge rudiger | roland rolly roly rolf | roman romek | ronald ron ronnie ronny
rosa rosi rosita rose | rosalind ros | rosemarie rosi rosemary | rosemary rosie rose | roxanne roxy
rudiger rudi | rudolf rudi rolf rudolph | rupert ruprecht | russell russ rusty | samantha sam sammy
samuel sam sammy | sandra sandy | sara sarah sally sadie
sebastian seb basti bastian wastl bas sebastien
sergei serge seryozha sergey sergio sergej serhiy sergiy | sharon shari | sheila shelagh | shirley shirl
sibylle bille | siegfried sigi siggi fred | sigmund sigi siggi | silvia sylvia silke sylvie
simon sim simeon | simone moni | sofia sophia sophie sonja sonya | sophie sofie sophia
stanislav stas stanislaw stan staszek standa | stanley stan
stefan steffen stephan steve stephen steven stepan | stefanie steffi stephanie fanny
stephan stefan steffen steven | stephanie steph steffi stevie stefanie
stephen steve steven stevie stephan | steven steve stephen stevie | susan sue susie suzy sukie suzanne
susanne susi sanne susann suse susanna | suzanne sue suzy susanne | svetlana sveta lana
sylvia silvia syl | tadeusz tadek | tamara tammy toma | tatiana tanya tanja tania tatjana
teresa terry tess tessa theresa resi therese tere | theodor theo ted teddy | theodore ted teddy theo
theodora thea dora | theresa terry tess tessa tracy resi teresa
thomas tom tommy thom tomas tomasz tommaso | tiffany tiff | timothy tim timmy timo | tobias tobi toby
tomasz tomek | ulrich uli ulli | ulrike uli ulli rike | ursula uschi ulla ursel | valentin valya tino
valerie val | vanessa nessa | vasily vasya vasili basil | veronica ronnie vera vroni
veronika vroni vera nika | victor vic viktor vitya | victoria vicky vicki tori viktoria vika
vincent vince vinny vinzenz vicente | vincenzo enzo | virginia ginny ginger
vladimir vova volodya vlad wladimir volodymyr | vladislav vlad slava | vyacheslav slava | waldemar waldi
walter walt wally walther | wenzel vaclav | werner wern | wilfred wilf fred
wilhelm willi willy helm william | wilhelmina mina willa | willem wim william
william bill will billy willie liam willy wilhelm | winfried winni fred | wojciech wojtek
wolfgang wolf wolfi | yuri yura juri jurij iurii | yvonne yve | zachary zach zack zak | zbigniew zbyszek
zdenek zdenko | zofia zosia sophie | zsuzsanna zsuzsa susanna
`;

/** Other common given names: two that differ in a letter are two names, and no misspellings of one. */
const OTHERS = `
aidan alan albin aldo alena alina alma amina amir anita annika arnold axel bastian berit bianca bilal blake boyd
brandon brenda brent brett brian bruce bruno carina carlo carlos carmen carol carsten cedric celine chad clara clark clive
colette connor craig dale dalia damian damien dana darren dawn dean debora denise derek dilan dirk dora dylan edda
edgar edith egon elias elif elin elisa elke ellen ellis elmar elsa elvira emil emilia emine emre enzo erica erika
ethan fabian fabio fatima felicia felicitas fiona fraser frida gavin gemma gina giulia glen glenn greta guido hakan
hamza hanno harriet hassan heike heiko helga henrik hilda holger hussein ida imran ina ines inga inka iris isolde
ivana ivo ivonne jaime jamal janina jannik jared jarek jason jasmin jens jette joel jolanda jolene jonas jordan jorn
josh juliana juliette justin kai kareem karim karina kelly kelvin kerstin kevin kieran kira klaudia claudia claudio
claus lara larissa larry lasse laurent lauren lea leah leila lena leona leroy levi liam lina lisa logan lola lorena
lothar luana lucie luigi lydia maja malte mara marc marcela marcella marco mareike maren margot mariam mariana marias
mariela mariella marika mario marisa marit marius marla marlene marlon marta marten marvin mason mathilda maya megan
mehmet meike melina melinda merle mia mila milena mina mirjam miriam moira mona morgan moritz murat mustafa nadia nadine
naomi natan neil nele nelson nevin nicolas nils nina nino noah noel nora norma norman odette omar orlando oskar oscar
pascal patrizia paulo perry petar petr pia quentin ramona raul regine renata rene rita robin rolando romana romina ronja
rosanna ross roxana ruben ruth ryan sabina sabine sabrina salim salma salvador salvatore samir samira sanna santiago
saskia scott sean selma serena seth shaun shawn sheena silvan silvio sina sonia sophia stella stuart sven svenja tamer
tanja tara tarek tariq tatjana terence terry thea thilo tim tina todd tom tony torben torsten thorsten toni travis
trevor tristan troy tyler udo uwe valentina valeria valerio vera verena vincent viola vivian viviana volker wanda wayne
wendy wesley wilma xavier yasmin yusuf yves zoe zoey marie mary ann anne julie isabelle luisa luise natasha sofie tina hanna
andree renee desiree aimee emile emilie lucien lucie julien aurelie delphine sandrine bertrand didier jerome thierry pascale nicole martine francine josette giselle marko darko mirko zarko
theresia raphael susana miguel massimo massimiliano maurizio nicoletta giuliana marcello alessio alessia silvano silvana mauro maura franco franca paolo paola carlo piero luigi luisa
marek martyna wiktor wiktoria hanna halina adrian patryk kamil kamila oliwia julianna aleida gulsum selahattin nurettin abdurrahman bulent cansu derya aylin aysel nuray yasemin yasin emre mehtap ayten
can nur gul ela ece eda alp efe ida ada ana juana luisa andres ramona josefa vitoria marcia marcio andreia luiz davi miguelina gisela renato renata otavio otavia
`;

const groupsOf = new Map<string, Set<number>>();
/** Names that are no short forms. */
const fullNames = new Set(OTHERS.trim().split(/\s+/).map(foldText));
for (const [number, group] of `${FORMS}${FORMS_BY_LANGUAGE}`.split(/[|\n]/).entries()) {
  const names = group.split(" ").filter(Boolean).map(foldText);
  if (names[0] !== undefined) fullNames.add(names[0]);
  for (const name of names) groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(number));
}

/** Whether two folded given names are forms of one: a short form (Bob), or another spelling (Steven). */
export function areFormsOfOneName(a: string, b: string): boolean {
  if (differInEnding(a, b)) return false;
  const [one, other] = [groupsOf.get(a), groupsOf.get(b)];
  if (one && other && [...one].some((group) => other.has(group))) return true;
  return isShortened(a, b) || isShortened(b, a) || isDiminutive(a, b) || isDiminutive(b, a);
}

/** Whether a short form is the beginning of a common name, also with an i, and no name itself: Vero, Susi, but not Jan of Janina. */
function isShortened(short: string, name: string): boolean {
  if (short.length < 3 || fullNames.has(short)) return false;
  const stem = name.startsWith(short) ? short : short.replace(/(?<=...)(?:ie|[iy])$/, "");
  if (name.length < stem.length + 2 || !name.startsWith(stem)) return false;
  const isKnown = isGivenName(name) || (stem.length >= 4 && name.length >= 7);
  return isKnown && !FEMININE_REST.test(name.slice(stem.length));
}

/** Endings that make a woman's name of a man's: Michelle, Viktoria, Karolina. */
const FEMININE_REST = /^(?:ine|ina|le|elle|ella|ette|etta|ia|iya|ija|ne|iana|ienne|ane|issa)$/;

/** The endings of diminutives in Portuguese, Spanish, Polish and Russian. */
const DIMINUTIVE = /(?:zinh[oa]|inh[oa]s?|it[oa]s?|ek|echka|ochka|ushka)$/;

/** Whether a name is another one with the ending of a diminutive, and no common name itself: Carlinhos, but not Anita. */
function isDiminutive(diminutive: string, name: string): boolean {
  if (fullNames.has(diminutive)) return false;
  const stem = diminutive.replace(DIMINUTIVE, "");
  return stem !== diminutive && stem.length >= 4 && name.startsWith(stem) && name.length <= stem.length + 2;
}

/** Whether a folded word is a common given name, or a form of one. */
export const isGivenName = (name: string): boolean => groupsOf.has(name) || fullNames.has(name);

/** Whether two full names differ only in their last letters, as Julia and Julie: they are two names. */
function differInEnding(a: string, b: string): boolean {
  if (!fullNames.has(a) || !fullNames.has(b) || a.at(-1) === b.at(-1)) return false;
  const letters = Math.max(a.length, b.length) - 2;
  return a.slice(0, letters) === b.slice(0, letters);
}
