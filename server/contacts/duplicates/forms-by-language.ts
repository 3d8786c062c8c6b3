/**
 * Given names with their short forms in further languages, as in `given-names.ts`: the name first, `|` before the next.
 * Names in Cyrillic are written as `toLatin` writes them.
 */
export const FORMS_BY_LANGUAGE = `
theresia resi thesi | konstantin kosta kostl | nikolaus niki klausi | raphael raffi raffael | alejandro jandro ale | leopoldo polo leo | matvei motya | genevieve ginette ginou | bertrand bert | aurelie lili | sandrine sandy | antoine toine
matteo teo matti | marcello cello | massimo max massi | massimiliano max massi | christina stien stijn | jacob jaap jakob | aleida alie | vitoria vivi vi | gulsum gulo | selahattin selo | abdurrahman apo abdo | nurettin nuri | jerome jeje
benedikt bene beni | matthias matthes hias | hanspeter hape peterhans | karlheinz kalle heinz kalli | hansjorg hajo | hansjoachim hajo | hansjurgen hajue
evamaria evi eva | annamaria annamirl anni | rosemarie rosi romy | bernhard hardy berni | reinhold holdi reini | gottfried friedl gotti | dorothee doro thea
adelheid heidi addi | kunigunde gundi | leonhard hartl leo | korbinian korbi | valentin valtl vale | severin sevi | emmerich emmo | hildegard hilde gard
gunther gunni | ingeborg inge inga | irmgard irmi | roswitha rosi | edeltraud traudl traudi | gertrud gerti trude traudl | waltraud traudl wally | gerlinde linde
frederik freddy rik | henriette jette henni | philippine pina | wilhelmine minna mina helmi | christiane jane nane | marlene leni lene | helene leni lene hella
guadalupe lupe lupita | consuelo chelo | concepcion concha conchita conchi | rosario charo chayo | isabel isa chabela bela belita | alberto beto berto
eduardo lalo edu dudu duda | alfonso poncho fonso alfon | mariateresa maite maritere | mariajose majo cote | marialuisa marisa | mariaisabel maribel | josemaria chema
juanmanuel juanma | juancarlos juanca | josemanuel josema | juanjose juanjo | pilar pili piluca pilarica | gregorio goyo | salvador chava salva | gonzalo gonza chalo
rodrigo rigo ro | gerardo lalo gera jerry | gustavo gus tavo | hugo huguito | graciela chela grace | silvia chiva | raul rulo | ricardo richi riqui cardo kiko
sebastian sebas seba | santiago santi chago yago | ignacio nacho iggy | rafael rafa falo fael | leticia leti letty | lucia luci lucha | luz lucha | esperanza espe lancha
encarnacion encarna encarni | remedios reme | inmaculada inma | montserrat montse | asuncion asun | ascension chon | milagros mila mili | rocio chio | soledad sole chole
vicente chente vicen | tomas tomi | teodoro teo doro | federico fede fico | fernando nando fer ferni | hernan nan | joaquin quino chimo | jorge coque jordi
jordi jorge | josep pep | francesc cesc paco | dolors lola loles | montserrat montse | xavier xavi javier | javier javi | merce meche
ivan vanya vania | aleksei alesha lesha lyosha alyosha alexei alexey aleksey alexej | sergei serezha | nikolai kolya nika | dmitri dima mitya dimon | evgeni zhenya zheka evgeniy jewgeni
evgeniya zhenya | aleksandra sasha shura | tatyana tanya tatiana | natalya natasha nata natalia nataliya | natalia natalya natka natali | yuliya yulya julia yulia | darya dasha daria
sofiya sofya sonya sofia | anastasiya nastya stasya asya anastasia | lyudmila lyuda lyusya mila ludmila | olga olya lelya | mariya masha marusya manya marisha | maria masha marysia maja mariya
irina ira irinka irisha iryna | iryna ira irina | svetlana sveta lana svitlana | svitlana svetlana sveta | elena lena alena olena yelena | olena lena elena | ekaterina katya kateryna katyusha
kateryna katya ekaterina | georgi gosha zhora goga georgiy georgy | grigori grisha grigory hryhoriy | konstantin kostya kostik | viktoria vika viktoriya | viktoriya vika viktoria
andrei andryusha andryukha andriy | vasili vasya vasyl vasiliy | boris borya | lyubov lyuba lubov | nadezhda nadya nadia | roman roma romka | maksim maks max maxim | timofei tima tim timofey
aleksandr sanya shurik sashka sashko oleksandr | oleksandr sashko sasko | vyacheslav slava | yaroslav slava yarik | svyatoslav slava | rostislav slava rostik | stanislav stas slavik
anatoli tolya tolik anatoly | valeri valera valery | valeriya lera valeria | vitali vitalik vitalya vitaly | arkadi arkasha | gennadi gena gennady | leonid lenya lyonya | lev leva lyova
mikhail misha mishka mykhailo | mykhailo misha mykhaylo | pavel pasha pashka pavlo | pavlo pasha pavel | petr petya petka petro | petro petya petr | denis denya denys | anton antosha tosha toha
artem tema artyom tyoma | artur arturchik | egor gosha yegor | ilya ilyusha iliya | kirill kirya kyrylo | nikita nikitka nik | oleg olezhka oleh | ruslan rusik | semen senya syoma | stepan styopa stepa
fedor fedya fyodor | filipp filya | eduard edik | igor igoryok ihor | vadim vadik vadym | vladislav vlad vladik slava | vladimir vova volodya vovan | yuri yura yurii yuriy | zakhar zakhara
galina galya halyna | larisa lara lariska | lidiya lida lidia | marina marisha maryna | ninel nelya | oksana ksyusha ksenia | kseniya ksyusha ksenia oksana | polina polya | raisa raya | tamara toma
valentina valya | vera verochka | zinaida zina | zoya zoyka | elizaveta liza lisa yelizaveta | evdokiya dunya | kristina kris | margarita rita margo | nina ninochka | alina alya | alla allochka
mehmet memo memed memis | mustafa mistik musti mesti | ibrahim ibo ibis | fatma fatos fato | ayse ayso aysecik ayis | suleyman sulo suleymancik | huseyin huso huss | emine emos emo
zeynep zeyno zeyzey | abdullah apo abdo | muhammed muhammet mehmet muhammad mohammed | hasan haso | osman oso osi | ramazan ramo rambo | recep reco | murat muro | ismail ismo iso | ahmet amet ahmo | omer omo
hatice hatos hato | serife sero | elif elis | gulsah gulo | gulsen gulo | kemal kemo | cemal cemo | halil halo | kadir kado | veli velo | yasar yaso | yilmaz yilo | bayram bayro | haydar haydo | saban sabo
elzbieta ela elka elza | michal michalek misiek michas | pawel pawelek pawcio | piotr piotrek piotrus | ewa ewka ewunia | andrzej jedrek andrzejek | antoni antek antos tosiek | danuta danka danusia
jerzy jurek jurus | kazimierz kazik kazek | natalia natka nati | tomasz tomek tomus | jakub kuba kubus | jan janek jasiek jas janusz | janusz janek | grzegorz grzesiek grzes grzesio | stanislaw staszek stach stasiek
barbara basia baska | magdalena magda madzia | zofia zosia zoska | franciszek franek franus | bartlomiej bartek bartus | bartosz bartek | zbigniew zbyszek zbych | boguslaw bogus bogdan | jaroslaw jarek
miroslaw mirek | wladyslaw wladek | zdzislaw zdzisiek | radoslaw radek | slawomir slawek | przemyslaw przemek | sebastian seba sebek | dariusz darek | mariusz marius mario | mieczyslaw mietek | ryszard rysiek rysio
edward edek | henryk heniek henio | waldemar waldek | leszek lech | wieslaw wiesiek | wieslawa wiesia | krystyna krysia kryska | halina halinka hala | helena hela helenka | jadwiga jadzia | janina janka nina
teresa tereska renia | urszula ula ulka | bozena bozenka | dorota dorotka dosia | beata beatka | iwona iwonka | jolanta jola jolka | justyna justynka | monika monia | paulina paulinka | karolina karolcia
weronika wera weronka | wiktoria wika wikusia | anna ania anka andzia | malgorzata gosia malgosia goska | katarzyna kasia kaska | agnieszka aga agniesia | aleksandra ola olka | joanna asia aska joasia
nathalie nath nat | emmanuel manu manny | emmanuelle manu | veronique vero | maximilien max | elisabeth babette babeth zabeth lili elsa | benoit ben beny | jeanpierre jp | jeanluc jl | jeanclaude jc | jeanfrancois jeff
jeanbaptiste jb | jeanmarie jm | jeanpaul jp | jeanmichel jm | mariefrance mf | annemarie annie | mathieu mat matt math | matthieu mat matt math | frederique fred freddie | stephane steph fanou | florence flo
laurence lolo lau | laurent lolo lau | pascale pascalou | monique momo nique | mireille mimi | micheline mimi | madeleine mado madou | marguerite margot guite | gerard gege | andre dede | bernard nanar ben | raymond momo
therese tete | josephine josy fifi | josiane josy | odile dilou | genevieve gege genny | solange soso | sophie soso fifi | sylvie sylvy | thibault tibo thib | thibaut tibo thib | valentin val | antoine toinou tonio
luigi gigi gino | salvatore toto turi salvo tore | antonio tonino nino toto toni | antonino nino tonino | domenico mimmo mimi nico menico | lorenzo renzo lollo | giuseppina pina pinuccia giusy | alessandro sandro ale alex
alessandra sandra ale | elisabetta betta lisa elisa betti | roberto robi roby berto | raffaele lello raffa lele | federica fede | federico fede chicco | filippo pippo | valentina vale tina | margherita rita marghe
giovanna gianna vanna | giovanni gianni vanni nanni gio | gennaro genny | stefania stefi stefy ste | stefano ste stefy | giacomo giacomino mino | giancarlo gianca | giampaolo gianpi | pasquale lino pasqualino | nicola nico nicolino
pietro pierino piero | bartolomeo meo | caterina rina cate nina | carmela melina mela | carmelo melo | concetta cettina tina | rosaria sara | rosalia lia | tommaso masino tommi | umberto berto | vincenza enza | vittorio vito rino
emanuele lele manu | gabriele lele gabri | gabriella gabri lella | daniele dani lele | daniela dani | michele miki lele | michela miki | mariateresa maresa | ludovica ludo | ludovico ludo vico | edoardo edo | leonardo leo nardo
guglielmo memo | gaetano tano | girolamo momo | ignazio gnazio | maddalena lena madda | patrizia patty pat | graziella grazi | annamaria annama | francesca fra franci checca | francesco fra ciccio franz | simona simo | simone simo
johannes jan johan hans joop jo | cornelis kees cor | elisabeth els lies betje bep elly | wilhelmina mien mina willy wil helma | jacobus koos jaap sjaak cobus | gerardus gerard gerrit ger | petrus piet peter pieter | pieter piet peter
catharina trijn toos trui katrien rina ina | adrianus ad adrie arie adriaan | adriaan ad adrie arie | antonius toon ton anton teun | margaretha greet gre griet marga | theodorus theo dorus | nicolaas klaas nico | lambertus bert lammert lam
geertruida truus trudy geertje geert | bartholomeus bart mees | hubertus huub bert hub | franciscus frans | maria marijke rie riet mia mieke marie maaike | leendert leen leo | dirk dick diederik | matthijs thijs ties | hendrik henk rik hein
hendrika rika riek hennie | hendrikus henk rik | willem wim pim willy | mattheus teeus matthijs | johanna jo annie joke hanneke jannie jopie anneke | jozef jos sjef | josephus jos sjef | laurentius laurens lau | martinus martin tinus rien maarten
marinus rinus rien | arnoldus arnold nol | augustinus guus | gijsbertus gijs bert | ludovicus louis lowie | egbertus bert egbert | albertus bert albert appie | robertus rob bert | rudolf ruud | everdina dien | cornelia corrie cor nel nelly cokkie
alida ali | grietje gre | neeltje nel | sebastiaan bas | sebastianus bas | christiaan chris | frederik freek fred frits | eduard ed eddy | reinier rein | bernardus ben bernard | benjamin ben benno | tobias tobi toob | emanuel manuel
francisco chico xico kiko | jose ze zeca zezinho | antonio to toninho tonho tonico | luis lula luisinho | luiz lula luizinho | fernanda nanda fefa fe | carlos carlinhos caca carlao | joao joaozinho jojo jota | gabriel biel gabi | gabriela gabi biba
beatriz bia bibi | guilherme gui guiga | mariana mari nana | patricia paty tita pati | frederico fred fredy | sebastiao tiao bastiao | raimundo mundo rai mundinho | cristina cris tina | aparecida cida cidinha | manuel manel neco nelo | manoel manel neco
rodrigo digo rod | roberto beto betinho robertinho | alberto beto betinho | ricardo rico cadu ricardinho | leonardo leo | leonor nono nor | margarida guida | henrique rique quique | eduarda duda | joaquim quim quinzinho | jorge jorginho | pedro pedrinho pepe
paulo paulinho | ana aninha | teresa teresinha tete | terezinha tere | conceicao sao | fatima fati fafa | isabel bela belinha isa | rafaela rafa | rafael rafa rafinha | vinicius vini | marcelo celo marcelinho | felipe lipe | filipe lipe | thiago ti thi | tiago ti
alexandre xande ale alex | alexandra xanda ale xana | daniel dani dan | camila mila cami | larissa lari | leticia leti le | juliana ju juli | julia ju | luciana lu luci | lucas lu luca | barbara babi | bruna bru | bruno bru | augusto guto | gustavo guga gu
jonas joni | petra peta petruska | jiri jirka jura | jan honza jenda | josef pepa jozka | vaclav vasek venca | frantisek franta fanda | karel karlik kaja | tomas tom tomik | pavel pavlik | petr petrik peta | martin mata martas | jaroslav jarda | zdenek zdena | miroslav mira mirek
lukas luky | ondrej ondra | jakub kuba | vojtech vojta | stanislav standa | ladislav lada | katerina katka kata | jana janicka | eva evicka | hana hanka | lenka lenca | alena ala | marie marenka maruska | tereza terka | lucie lucka | vera verka | jitka jituska | zuzana zuzka
gabor gabi | laszlo laci laca | istvan pisti isti | jozsef joska jozsi | janos jani jancsi | ferenc feri | zoltan zoli | sandor sanyi | gyorgy gyuri | katalin kati kata | erzsebet bozsi erzsi zsoka | ilona ica ili | maria mari marika | anna panni annus | tamas tomi | miklos miki
attila ati | peter peti | andras andris bandi | balazs balazska | bela belus | eva evi evike | zsuzsanna zsuzsa zsuzsi | magdolna magdi | agnes agi | judit jutka | terezia teri | margit manci | gergely geri gergo | mihaly misi | pal pali | lajos lali | karoly karcsi
`;

const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  "а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i ї=yi к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz"
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

/** A folded word with its Cyrillic letters in Latin ones, so that names in both scripts can be compared. Pure. */
export function toLatin(word: string): string {
  const latin = word.replace(/\p{Script=Cyrillic}/gu, (letter) => CYRILLIC[letter] ?? letter);
  // the endings -ий and -iy of one name
  return latin === word ? word : latin.replace(/(?:ii|yi)$/, "i");
}
