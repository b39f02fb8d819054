/** The channel before anybody types: people who quote officials, rightly and wrongly. */
import type { SampleMessage } from './wire.ts';

export const SAMPLE_MESSAGES: readonly SampleMessage[] = [
  {
    author: 'Mira',
    ago: 64,
    content: 'For the 5G piece: has China ever said whether it asks its companies to install backdoors?',
  },
  {
    author: 'Jonas',
    ago: 61,
    content:
      'Geng Shuang in February 2019, I have it in my notes:\n> “China has not asked and will not ask companies or ' +
      "individuals to collect or provide data, information and intelligence stored within other countries' territories " +
      'for the Chinese government by installing "backdoors" or by violating local laws.”',
  },
  {
    author: 'Priya',
    ago: 47,
    content:
      'And the embassy in The Hague that July: “China stresses, as always, that it did not and will never allow any ' +
      "internet companies to install 'backdoors'”",
  },
  {
    author: 'Tomás',
    ago: 33,
    content:
      'I saw this one shared a lot: “It is a bullying act that is hypocritical, immoral and unfair. Cyber security is a ' +
      'global challenge.”',
  },
  {
    author: 'Aiko',
    ago: 12,
    content:
      'Somebody claims Geng said “Huawei will hand over every byte that we ask for.” Is that on record?',
  },
];
