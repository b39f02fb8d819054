/** Invented answers of press conferences in three languages, and questions to them in the words that people choose. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface ForeignSpeech {
  language: string;
  title: string;
  passages: readonly string[];
  /** Each with the passage that answers it, counted from 0. */
  questions: readonly (readonly [question: string, passage: number])[];
}

export const FOREIGN_SPEECH: readonly ForeignSpeech[] = [
  {
    language: 'fr',
    title: 'Point de presse du porte-parole',
    passages: [
      "Les négociations commerciales avec les États-Unis se poursuivent à Bruxelles. L'Union européenne n'acceptera pas de droits de douane sur ses exportations sans y répondre.",
      "Le Président Macron se rendra lundi à Kiev, où il s'entretiendra avec M. Zelensky des garanties de sécurité apportées à l'Ukraine.",
      'Nous condamnons avec la plus grande fermeté les frappes qui ont visé des hôpitaux. Les civils doivent être protégés, partout et en toutes circonstances.',
      "La réforme des retraites entrera en vigueur à l'automne. Les partenaires sociaux ont été consultés et le Gouvernement a repris plusieurs de leurs propositions.",
      "S'agissant de Huawei, l'Agence nationale de sécurité examine chaque équipement. Les opérateurs ont été informés des décisions qui les concernent.",
      "L'accord de Paris reste notre boussole. Les émissions ont baissé de cinq pour cent l'an dernier, mais l'effort doit être soutenu par tous les pays.",
      'Les armées françaises ont quitté le Niger conformément au calendrier prévu. Les derniers soldats sont rentrés en décembre.',
      'Nous avons renforcé les contrôles aux frontières après les attentats, et les services de renseignement échangent davantage avec leurs homologues.',
      "Le prix de l'électricité baissera pour les ménages dès février, grâce à la remise en service de nos réacteurs nucléaires.",
      'La ministre a reçu ce matin les familles des otages. Toutes les démarches sont engagées pour obtenir leur libération.',
      "Les agriculteurs ont exprimé leurs inquiétudes sur le traité avec le Mercosur. La France s'opposera à ce texte en l'état.",
      'Les élections législatives se tiendront en juin. Des observateurs internationaux ont été invités par la commission électorale.',
      "Le budget de la défense augmentera de trois milliards d'euros. Il financera notamment de nouvelles frégates et la dissuasion.",
      "Les États-Unis ont annoncé la négociation d'un cessez-le-feu. La France dit depuis le premier jour que la frappe du port n'était pas justifiée.",
      "Le Président s'est rendu dans une école. Il a dit qu'un hôpital de campagne serait ouvert dans la vallée et que le prix du repas ne changerait pas.",
      "La commission a rendu un rapport sur l'émission de dette commune. Les accords passés avec les banques ne sont pas remis en cause.",
      "Un contrôle sanitaire est en place à l'aéroport. La frontière reste ouverte, et chaque voyageur est informé.",
      "Les traités en vigueur doivent être respectés. Le juge a rappelé qu'une nouvelle loi ne peut y déroger.",
      "Un soldat a été blessé lors d'un exercice. L'armée a ouvert une enquête et sa famille a été prévenue.",
      "L'élection du secrétaire général n'est pas à l'ordre du jour. Qui se présentera, nous le verrons le moment venu.",
      "La libération des prix agricoles n'est pas une option. Quand un agriculteur vend à perte, c'est toute la filière qui souffre.",
    ],
    questions: [
      ["Où en est la négociation commerciale avec l'Amérique ?", 0],
      ["Qu'a dit la France de la frappe sur un hôpital ?", 2],
      ['Les partenaires ont-ils été consultés sur les réformes de la retraite ?', 3],
      ["L'équipement de Huawei est-il examiné ?", 4],
      ["Quel effort sur l'émission de gaz et les accords de Paris ?", 5],
      ['Le dernier soldat français est-il rentré du Niger ?', 6],
      ['Pourquoi le contrôle a-t-il été renforcé à la frontière ?', 7],
      ['Le prix pour un ménage va-t-il baisser avec le réacteur nucléaire ?', 8],
      ["Quand l'otage sera-t-il libéré, et que fait-on pour sa famille ?", 9],
      ["L'agriculteur doit-il être inquiet des traités du Mercosur ?", 10],
      ["Qui observera l'élection législative ?", 11],
      ["Combien de milliards d'euros pour une nouvelle frégate ?", 12],
    ],
  },
  {
    language: 'de',
    title: 'Regierungspressekonferenz',
    passages: [
      'Die Bundesregierung hat weitere Sanktionen gegen Russland beschlossen. Betroffen sind vor allem Banken und die Ausfuhr von Maschinen.',
      'Die Bundeskanzlerin Merkel wird morgen den französischen Präsidenten Macron in Berlin empfangen. Im Mittelpunkt steht die Reform der Währungsunion.',
      'Zu den Lieferungen von Waffen an die Ukraine kann ich Ihnen sagen, dass die Verhandlungen mit den Herstellern noch laufen.',
      'Die Zahl der Flüchtlinge ist im vergangenen Quartal gesunken. Die Länder und Gemeinden werden mit zwei Milliarden Euro unterstützt.',
      'Beim Ausbau der Netze prüfen wir alle Anbieter nach den gleichen Regeln, auch Huawei. Ein Ausschluss einzelner Unternehmen ist nicht geplant.',
      'Die Zölle auf Stahl sind aus unserer Sicht nicht gerechtfertigt. Die Kommission hat dazu Gegenmaßnahmen vorbereitet.',
      'Die letzten Kernkraftwerke wurden abgeschaltet. Die Versorgung mit Strom ist auch im Winter gesichert.',
      'Der Minister hat sich mit den Angehörigen der Geiseln getroffen. Über die Gespräche geben wir keine Auskunft.',
      'Wir verurteilen den Angriff auf das Krankenhaus. Zivilisten müssen geschützt werden, und die Helfer brauchen Zugang.',
      'Die Rente steigt im Juli um drei Prozent. Die Beiträge bleiben bis zum Ende der Wahlperiode stabil.',
      'Nach dem Anschlag auf den Weihnachtsmarkt werden die Sicherheitsbehörden ihre Erkenntnisse schneller austauschen.',
      'Die Soldaten der Bundeswehr kehren bis Dezember aus Mali zurück. Das Mandat wird nicht verlängert.',
      'Für den sozialen Wohnungsbau stellen wir im Haushalt mehr Mittel bereit. Die Mieten in den großen Städten sind zu hoch.',
      'Die Verhandlung vor dem Verfassungsgericht beginnt im Herbst. Man hat sich auf jedem Feld vorbereitet.',
      'Die Stadt Köln hat ein Mittel gegen den Lärm gefunden, und welche Behörde zuständig ist, entscheidet das Land.',
      'Der Angriff im Netz galt einer Bank. Ein Krankenhaus war nicht betroffen.',
      'Die Regel, nach der ein Beitrag zum Klimafonds gezahlt wird, gilt weiter. Das letzte Wort hat der Bundestag.',
      'Ein Soldat wurde bei einer Übung verletzt. Das Gespräch mit der Familie hat der Kommandeur geführt.',
      'Die Sanktionierung von Verstößen gegen den Datenschutz ist Sache der Länder.',
      'Was man zur Erkenntnis der Wissenschaft sagt, ist jedem freigestellt. Der Minister äußert sich dazu nicht.',
      'Ein Flüchtling aus Syrien hat den Preis für junge Unternehmer erhalten. Wir gratulieren ihm.',
    ],
    questions: [
      ['Welche Bank ist von der Sanktion betroffen?', 0],
      ['Hat man über eine Verhandlung zur Waffenlieferung mit jedem Hersteller gesprochen?', 2],
      ['Wie wird die Gemeinde bei jedem Flüchtling unterstützt?', 3],
      ['Gilt die gleiche Regel für jeden Anbieter im Netz?', 4],
      ['Ist ein Zoll auf Stahl gerechtfertigt?', 5],
      ['Wann wurde das letzte Kernkraftwerk abgeschaltet?', 6],
      ['Gab es ein Gespräch mit einem Angehörigen der Geisel?', 7],
      ['Was sagt man zu Angriffen auf Krankenhäuser?', 8],
      ['Bleibt der Beitrag zur Rente stabil?', 9],
      ['Welche Behörde tauscht nach Anschlägen eine Erkenntnis aus?', 10],
      ['Wann kehrt der letzte Soldat aus Mali zurück?', 11],
      ['Sind Miete und Wohnung in der Stadt zu teuer, und welches Mittel gibt es?', 12],
    ],
  },
  {
    language: 'es',
    title: 'Conferencia de prensa matutina',
    passages: [
      'Los aranceles que anunció el gobierno de Estados Unidos no están justificados. México responderá con medidas propias si las negociaciones fracasan.',
      'La presidenta Sheinbaum habló por teléfono con el presidente Trump sobre la migración y el tráfico de armas en la frontera.',
      'Las elecciones judiciales se celebrarán en junio. El instituto contará con los recursos necesarios para instalar las casillas.',
      'Condenamos los ataques contra los hospitales de Gaza. La población civil debe ser protegida y la ayuda humanitaria tiene que entrar.',
      'La refinería procesará trescientos mil barriles diarios. Pemex ha reducido su deuda y aumentado sus inversiones.',
      'Los migrantes deportados serán recibidos en albergues. Se les ofrecerán empleos, atención médica y transporte a sus comunidades.',
      'La inflación bajó por tercer mes consecutivo. Los precios de los alimentos, sobre todo el huevo y el jitomate, ya no suben.',
      'Las pensiones de los adultos mayores aumentarán en enero. Millones de mujeres recibirán también un apoyo nuevo.',
      'Los desaparecidos son una prioridad. Nos reunimos con las madres buscadoras y enviaremos al Congreso una reforma legal.',
      'Los detenidos por el asesinato del alcalde fueron trasladados a un penal federal. Las investigaciones continúan.',
      'El huracán dejó daños graves en Guerrero. El ejército repartió despensas y rehabilitó las carreteras dañadas.',
      'Respecto de Huawei, las empresas de telecomunicaciones eligen libremente a sus proveedores, siempre que cumplan las normas.',
      'El tren transportó a un millón de pasajeros en el primer año. Las obras de las nuevas estaciones terminarán en otoño.',
      'La elección del nuevo embajador sigue pendiente. Se dijo que habría recursos del fondo, pero no es así.',
      'Un hospital nuevo abrirá en Tabasco. El ataque de la oposición no cambia nuestro compromiso.',
      'La investigación científica tendrá más presupuesto. El empleo en las universidades también crece.',
      'Una carretera se inaugura hoy en Oaxaca. La madre del presidente municipal nos acompañó.',
      'La pensión alimenticia es un derecho. El adulto que no la pague no podrá salir del país.',
      'La negociación del contrato colectivo sigue. El precio de la gasolina no sube, y la empresa lo sabe.',
      'El proveedor de medicinas fue sancionado. Una estación de radio lo acusó de cobrar por el alimento infantil.',
      'El migrante que llega a la frontera no es un criminal. Así lo dijo el tribunal.',
    ],
    questions: [
      ['¿Está justificado el arancel, y cómo va la negociación con Washington?', 0],
      ['¿Cuándo se celebra la elección judicial y cuántos recursos hay?', 2],
      ['¿Qué dijo del ataque contra un hospital?', 3],
      ['¿Cuánto va a procesar la refinería, y habrá inversión de Pemex?', 4],
      ['¿Qué empleo se ofrece al migrante deportado?', 5],
      ['¿Por qué sube el precio del alimento?', 6],
      ['¿Cuánto aumenta la pensión para un adulto mayor?', 7],
      ['¿Se reunió con alguna madre buscadora de un desaparecido?', 8],
      ['¿Continúa la investigación, y a qué penal fue trasladado el detenido?', 9],
      ['¿Qué carretera fue dañada por los huracanes?', 10],
      ['¿Puede una empresa elegir a su proveedor de telecomunicación?', 11],
      ['¿Cuántos viajeros usaron los trenes y cuándo se termina la estación nueva?', 12],
    ],
  },
];

/** Writes a transcript of each language into a corpus folder: one question, answered at length. */
export async function writeForeignSpeech(folder: string): Promise<void> {
  for (const { language, title, passages } of FOREIGN_SPEECH) {
    const text = [title, '2026-03-12', 'Q: Huawei?', `A: ${passages.join('\n\n')}`].join('\n\n');
    await writeFile(path.join(folder, `2026-03-12-${language}.txt`), `${text}\n`);
  }
}
